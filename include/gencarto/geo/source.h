/* Where boundaries come from: what atlas_open wants. */
#ifndef GENCARTO_GEO_SOURCE_H
#define GENCARTO_GEO_SOURCE_H

struct atlas_source {
    const char *file;    /* our TopoJSON (topology.h), GeoJSON (RFC 7946) or GeoPackage */
    const char *shipped; /* the shipped TopoJSON, for GeoJSON and GeoPackage: which departments there are, their
                            regions, and the neighbouring land; may be NULL for TopoJSON */
    const char
        *cache; /* a folder, made when it is missing, for the atlas as read, projected and simplified; NULL: none */
};

#endif
