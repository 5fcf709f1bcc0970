-- ja: 等幅の階級の番号（下限未満は0、上限以上は階級数＋1）
-- en: Number of the band of equal width a value falls in (0 below all, one more than there are bands from their end on)
-- example: width_bucket(systolic_mmhg, 100, 160, 6)
-- source: ISO/IEC 9075-2, WIDTH_BUCKET
CREATE MACRO width_bucket(value, low, high, bands) AS CASE
  WHEN value < low THEN 0
  WHEN value >= high THEN bands + 1
  WHEN value >= low THEN CAST(floor((value - low) * bands / (high - low)) AS INTEGER) + 1
END
