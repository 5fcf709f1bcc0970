-- ja: 平成27年モデル人口（年齢調整の基準人口。age_band_5 の階級ごとの人数）
-- en: Japan's 2015 standard population by the bands of age_band_5, for direct age standardisation
-- example: standard_population_2015(age_band_5(2024 - birth_year))
-- source: 厚生労働省「平成27年モデル人口」（総数 125,319,000）
CREATE MACRO standard_population_2015(age_band) AS CASE age_band
  WHEN '00–04' THEN 5026000 WHEN '05–09' THEN 5369000 WHEN '10–14' THEN 5711000 WHEN '15–19' THEN 6053000
  WHEN '20–24' THEN 6396000 WHEN '25–29' THEN 6738000 WHEN '30–34' THEN 7081000 WHEN '35–39' THEN 7423000
  WHEN '40–44' THEN 7766000 WHEN '45–49' THEN 8108000 WHEN '50–54' THEN 8451000 WHEN '55–59' THEN 8793000
  WHEN '60–64' THEN 9135000 WHEN '65–69' THEN 9246000 WHEN '70–74' THEN 7892000 WHEN '75–79' THEN 6306000
  WHEN '80–84' THEN 4720000 WHEN '85–89' THEN 3134000 WHEN '90+' THEN 1971000
END
