/* From outlines drawn one by one to arcs that neighbours share, as TopoJSON has them.
 *
 * Method: Bostock, "How To Infer Topology" (2013). Positions that round to the same 1e-7 of a degree (a centimetre) are
 * one vertex. A vertex is a junction when two rings pass it with other neighbours; rings are cut there, and each piece,
 * walked either way, is one arc. A vertex of one department within half a metre of a neighbour's straight border is
 * first inserted there: files made by union often lack it.
 */
#ifndef GENERATOR_GEO_MESH_H
#define GENERATOR_GEO_MESH_H

#include "boundaries.h"

/* Boundaries must be checked. The topology lives in their arena; its geometries are in the order of the file, object
 * "departements", each with the reference's region. ERROR_INPUT when two departments overlap along a border, or when
 * one that lies inland does not share its outline with its neighbours: then the file was simplified one by one, and
 * maps made of it would gape. */
bool mesh_boundaries(const struct boundaries *boundaries, const struct topology *reference,
                     struct topology *out_topology, struct error *err);

#endif
