/** Advances and kerning of ASCII in the font of the pictures, in ems. Letters of other scripts have none here. */
import METRICS from './latin-metrics.json' with { type: 'json' }

/** By letter. */
export const latinAdvances: ReadonlyMap<string, number> = new Map(
  Object.entries(METRICS).map(([letter, { advance }]) => [letter, advance / 1000]),
)

/** By what follows a letter: `V-18` for a V that stands 18 thousandths closer. */
const KERNING = new Map(
  Object.entries(METRICS).map(([letter, { kerning }]) => [
    letter,
    new Map(
      kerning
        .split(' ')
        .filter(Boolean)
        .map((one) => [one[0]!, Number(one.slice(1)) / 1000]),
    ),
  ]),
)

/** By how much two letters stand further apart than side by side; mostly nothing or less. */
export const kerningOf = (letter: string | undefined, next: string): number =>
  letter === undefined ? 0 : (KERNING.get(letter)?.get(next) ?? 0)
