-- The geometries of a TopoJSON document, as a walk through their arrays of arc numbers.
-- :document  the text.
-- object: name of the collection; geometry: its place there; id, region: of the feature; number: the arc, ~i backwards;
-- NULL where an array begins. In the order of the document.
SELECT o.key AS object, g.key AS geometry, CAST(json_extract(g.value, '$.id') AS TEXT) AS id,
  CAST(json_extract(g.value, '$.properties.region') AS TEXT) AS region, t.atom AS number
FROM json_each(:document, '$.objects') AS o
JOIN json_each(o.value, '$.geometries') AS g
JOIN json_tree(g.value, '$.arcs') AS t
ORDER BY o.id, g.id, t.id;
