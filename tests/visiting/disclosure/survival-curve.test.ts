import { describe, expect, test } from 'vitest'
import {
  eventsFromCurve,
  type FollowUp,
  kaplanMeier,
  lifeTable,
} from '../../../visiting/disclosure/survival-curve.ts'

const people = (text: string): FollowUp[] =>
  text.split(' ').map((word) => ({ time: Number.parseFloat(word), event: !word.endsWith('+') }))

/** Acute myelogenous leukaemia, maintenance chemotherapy or not (Miller, Survival Analysis, 1981; `aml` in R). */
const AML = {
  maintained: people('9 13 13+ 18 23 28+ 31 34 45+ 48 161+'),
  nonmaintained: people('5 5 8 8 12 16+ 23 27 30 33 43 45'),
}
/** Remission of leukaemia under 6-mercaptopurine (Freireich et al., Blood 1963; Gehan 1965). */
const SIX_MP = people('6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+')

describe('Kaplan–Meier against published curves', () => {
  const rounded = (of: FollowUp[]) =>
    kaplanMeier(lifeTable(of)).map(({ time, atRisk, events, survival, variance }) => [
      time,
      atRisk,
      events,
      Number(survival.toFixed(4)),
      Number(Math.sqrt(variance).toFixed(4)),
    ])

  test('aml, maintained arm: numbers at risk, survival and standard errors', () => {
    expect(rounded(AML.maintained)).toEqual([
      [9, 11, 1, 0.9091, 0.0867],
      [13, 10, 1, 0.8182, 0.1163],
      [18, 8, 1, 0.7159, 0.1397],
      [23, 7, 1, 0.6136, 0.1526],
      [31, 5, 1, 0.4909, 0.1642],
      [34, 4, 1, 0.3682, 0.1627],
      [48, 2, 1, 0.1841, 0.1535],
    ])
  })

  test('aml, nonmaintained arm', () => {
    expect(rounded(AML.nonmaintained).map((step) => step.slice(0, 4))).toEqual([
      [5, 12, 2, 0.8333],
      [8, 10, 2, 0.6667],
      [12, 8, 1, 0.5833],
      [23, 6, 1, 0.4861],
      [27, 5, 1, 0.3889],
      [30, 4, 1, 0.2917],
      [33, 3, 1, 0.1944],
      [43, 2, 1, 0.0972],
      [45, 1, 1, 0],
    ])
  })

  test('6-MP arm of the Freireich trial', () => {
    expect(rounded(SIX_MP).map((step) => [step[0], step[1], Number((step[3] ?? 0).toFixed(3))])).toEqual([
      [6, 21, 0.857],
      [7, 17, 0.807],
      [10, 15, 0.753],
      [13, 12, 0.69],
      [16, 11, 0.627],
      [22, 7, 0.538],
      [23, 6, 0.448],
    ])
  })

  test('an unprotected curve with its numbers at risk gives every death away', () => {
    const curve = kaplanMeier(lifeTable(AML.maintained))
    expect(eventsFromCurve(curve)).toEqual([1, 1, 1, 1, 1, 1, 1])
  })
})
