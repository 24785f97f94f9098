/* libxml2 asks ICU for the encodings that it does not know itself, and Debian builds it so. A document is UTF-8 here
 * (check_bytes) and libxml2 is told so: none is ever asked for. With these answers in its place, that there is no such
 * converter, the program is linked with libxml2 alone and loads neither ICU, thirty megabytes, nor the C++ library. */
#include <libxml/encoding.h>

#ifdef LIBXML_ICU_ENABLED

UConverter *ucnv_open(const char *name, UErrorCode *err)
{
    (void)name;
    *err = U_FILE_ACCESS_ERROR;
    return NULL;
}

void ucnv_close(UConverter *converter)
{
    (void)converter;
}

void ucnv_convertEx(UConverter *to, UConverter *from, char **target, const char *target_end, const char **source,
                    const char *source_end, UChar *pivot, UChar **pivot_source, UChar **pivot_target,
                    const UChar *pivot_end, UBool reset, UBool flush, UErrorCode *err)
{
    (void)to, (void)from, (void)target, (void)target_end, (void)source, (void)source_end, (void)pivot;
    (void)pivot_source, (void)pivot_target, (void)pivot_end, (void)reset, (void)flush;
    *err = U_UNSUPPORTED_ERROR;
}

void ucnv_setToUCallBack(UConverter *converter, UConverterToUCallback action, const void *context,
                         UConverterToUCallback *old_action, const void **old_context, UErrorCode *err)
{
    (void)converter, (void)action, (void)context, (void)old_action, (void)old_context;
    *err = U_UNSUPPORTED_ERROR;
}

void ucnv_setFromUCallBack(UConverter *converter, UConverterFromUCallback action, const void *context,
                           UConverterFromUCallback *old_action, const void **old_context, UErrorCode *err)
{
    (void)converter, (void)action, (void)context, (void)old_action, (void)old_context;
    *err = U_UNSUPPORTED_ERROR;
}

void UCNV_TO_U_CALLBACK_STOP(const void *context, UConverterToUnicodeArgs *arguments, const char *bytes, int32_t length,
                             UConverterCallbackReason reason, UErrorCode *err)
{
    (void)context, (void)arguments, (void)bytes, (void)length, (void)reason, (void)err;
}

void UCNV_FROM_U_CALLBACK_STOP(const void *context, UConverterFromUnicodeArgs *arguments, const UChar *units,
                               int32_t length, UChar32 character, UConverterCallbackReason reason, UErrorCode *err)
{
    (void)context, (void)arguments, (void)units, (void)length, (void)character, (void)reason, (void)err;
}

#endif
