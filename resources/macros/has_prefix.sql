-- ja: コードがいずれかの接頭辞で始まるか（点は無視）
-- en: Whether a code begins with one of the prefixes (dots do not matter)
-- example: has_prefix(icd10_code, ['K70', 'K71.1'])
CREATE MACRO has_prefix(code, prefixes) AS
  list_bool_or(list_transform(prefixes, prefix -> starts_with(replace(code, '.', ''), replace(prefix, '.', ''))))
