/**
 * Chance without state: every draw is a hash of the person, a label and the seed, so that a person's life does not
 * depend on how many others are made, in which order, or on how many threads.
 */

/**
 * Macros `u` (0 ≤ u < 1), `gauss` (standard normal), `expo` (rate per unit), `pick` (an element of a list) and
 * `gompertz` (years until an event whose yearly hazard is `level` · exp(`slope` · age), inverted); `insurer_on` (insurer on a
 * day) and `since` (since when somebody has had a long-lasting disease on `day`, never before birth);
 * `school_year_end` (31 March of the school year in which somebody comes to an age).
 */
export const chanceMacros = (seed: number): string => `
CREATE OR REPLACE TEMP MACRO u(id, label) AS
  (hash(hash(id, label, ${Math.trunc(seed)}::BIGINT)) >> 11)::DOUBLE * 1.1102230246251565e-16;
CREATE OR REPLACE TEMP MACRO gauss(id, label) AS
  sqrt(-2 * ln(1 - u(id, label || '.r'))) * cos(6.283185307179586 * u(id, label || '.a'));
CREATE OR REPLACE TEMP MACRO expo(id, label, rate) AS -ln(1 - u(id, label)) / rate;
CREATE OR REPLACE TEMP MACRO pick(list, x) AS list[1 + floor(x * len(list))::INTEGER];
CREATE OR REPLACE TEMP MACRO gompertz(id, label, age, level, slope) AS
  ln(1 - ln(1 - u(id, label)) * slope / (level * exp(slope * age))) / slope;
CREATE OR REPLACE TEMP MACRO insurer_on(first, changed_on, old_on, day) AS
  CASE WHEN day >= old_on THEN '5' WHEN day >= changed_on THEN CASE first WHEN '1' THEN '2' ELSE '1' END ELSE first END;
CREATE OR REPLACE TEMP MACRO since(person_id, code, birth_date, day) AS
  greatest(birth_date, day - floor(u(person_id, 'since.' || code) * 3650)::INTEGER);
CREATE OR REPLACE TEMP MACRO school_year_end(birth_date, age) AS
  (make_date((year(birth_date - INTERVAL 3 MONTH) + age + 1)::BIGINT, 3, 31));
CREATE OR REPLACE TEMP MACRO clamp(x, low, high) AS greatest(low, least(high, x));
CREATE OR REPLACE TEMP MACRO institution(prefecture, kind, x, n) AS
  prefecture || kind || lpad((1 + floor(x * n)::INTEGER)::VARCHAR, 8 - len(kind)::INTEGER, '0');
`
