-- How a TopoJSON document maps its grid to degrees.
-- :document  the text.
-- kind: the document's type; scale and translation: NULL when it is not quantized.
SELECT
  CASE WHEN json_valid(:document) THEN json_extract(:document, '$.type') END AS kind,
  CASE WHEN json_valid(:document) THEN json_extract(:document, '$.transform.scale[0]') END AS scale_x,
  CASE WHEN json_valid(:document) THEN json_extract(:document, '$.transform.scale[1]') END AS scale_y,
  CASE WHEN json_valid(:document) THEN json_extract(:document, '$.transform.translate[0]') END AS translate_x,
  CASE WHEN json_valid(:document) THEN json_extract(:document, '$.transform.translate[1]') END AS translate_y;
