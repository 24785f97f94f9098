/* What is called of libxml2, opened with a document (base/library.h). Internal to xml/. */
#ifndef GENERATOR_XML_LIBXML_LIBRARY_H
#define GENERATOR_XML_LIBXML_LIBRARY_H

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/relaxng.h>
#include <libxml/tree.h>

#include "gencarto/base/library.h"

/* Free is a variable that holds the function. */
#define LIBXML_FUNCTIONS(F)                                                                                            \
    F(html, EntityLookup)                                                                                              \
    F(xml, CtxtReadMemory)                                                                                             \
    F(xml, DocGetRootElement)                                                                                          \
    F(xml, Free)                                                                                                       \
    F(xml, FreeDoc)                                                                                                    \
    F(xml, FreeParserCtxt)                                                                                             \
    F(xml, GetLineNo)                                                                                                  \
    F(xml, InitParser)                                                                                                 \
    F(xml, NewParserCtxt)                                                                                              \
    F(xml, NodeListGetString)                                                                                          \
    F(xml, RelaxNGFree)                                                                                                \
    F(xml, RelaxNGFreeParserCtxt)                                                                                      \
    F(xml, RelaxNGFreeValidCtxt)                                                                                       \
    F(xml, RelaxNGNewMemParserCtxt)                                                                                    \
    F(xml, RelaxNGNewValidCtxt)                                                                                        \
    F(xml, RelaxNGParse)                                                                                               \
    F(xml, RelaxNGSetParserStructuredErrors)                                                                           \
    F(xml, RelaxNGSetValidStructuredErrors)                                                                            \
    F(xml, RelaxNGValidateDoc)                                                                                         \
    F(xml, StopParser)

struct libxml {
    LIBXML_FUNCTIONS(LIBRARY_MEMBER)
};

#endif
