/* What this processor can do, as the dynamic loader has found out already: to ask the processor itself (the compiler's
 * __builtin_cpu_supports does, before main) takes 7 microseconds a question in a virtual machine. */
#ifndef GENCARTO_BASE_PROCESSOR_H
#define GENCARTO_BASE_PROCESSOR_H

#if defined(__x86_64__) || defined(__i386__)
#include <stdbool.h>
#include <sys/platform/x86.h>

/* Vectors of 32 bytes, and the instructions on single bits that came with them. */
static inline bool processor_has_avx2(void)
{
    return CPU_FEATURE_ACTIVE(AVX2) && CPU_FEATURE_ACTIVE(BMI1);
}

/* Vectors of 64 bytes, with comparisons of single bytes and the packing of those that are wanted. */
static inline bool processor_has_avx512(void)
{
    return CPU_FEATURE_ACTIVE(AVX512BW) && CPU_FEATURE_ACTIVE(AVX512_VBMI2) && processor_has_avx2();
}
#endif

#endif
