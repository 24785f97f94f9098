-- The features of one layer of a GeoPackage, with all their columns.
-- {layer} is replaced by the quoted name of the table, which no parameter can be.
SELECT * FROM {layer};
