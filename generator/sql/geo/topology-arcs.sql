-- The arcs of a TopoJSON document, as a walk through their arrays: [[[x, y], ...], ...].
-- :document  the text.
-- number: a coordinate; NULL where an array begins. In the order of the document, which is json_tree's own: an ORDER BY
-- of its ids gives the same rows, and doubles the time of reading the file.
SELECT atom AS number
FROM json_tree(:document, '$.arcs');
