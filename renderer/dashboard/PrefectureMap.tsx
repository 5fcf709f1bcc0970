/** The answer by prefecture as a map of equal tiles, in five steps of one colour; the number stands on every tile. */
import { useTranslation } from 'react-i18next'
import type { OpenAnswer } from '../../shared/model/open-question.ts'
import { formatNumber } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import styles from './PrefectureMap.module.css'
import { PREFECTURE_TILES, shortName } from './prefecture-tiles.ts'

const STEPS = 5

/** 0 for nothing known, else the step 1–5 of a value between the smallest and the largest. */
export function stepOf(value: number | null | undefined, values: readonly number[]): number {
  if (value === null || value === undefined) return 0
  const [least, most] = [Math.min(...values), Math.max(...values)]
  if (most === least) return STEPS
  return Math.min(STEPS, 1 + Math.floor(((value - least) / (most - least)) * STEPS))
}

export function PrefectureMap({ answer, label }: { answer: OpenAnswer; label: string }) {
  const { t } = useTranslation('dashboard')
  const language = useLanguage()
  const byName = new Map(answer.cells.map((cell) => [cell.rows[0], cell.value]))
  const values = answer.cells.flatMap(({ value }) => (value === null ? [] : [value]))
  const shown = (value: number) => formatNumber(value, language, { maximumFractionDigits: 1 })
  return (
    <figure className={styles.map} data-testid="prefecture-map">
      <div className={styles.tiles} role="img" aria-label={label}>
        {PREFECTURE_TILES.map((tile) => {
          const value = byName.get(tile.ja)
          return (
            <span
              key={tile.ja}
              className={styles.tile}
              data-step={stepOf(value, values)}
              data-testid="prefecture-tile"
              data-prefecture={tile.ja}
              style={{ gridColumn: tile.x + 1, gridRow: tile.y + 1 }}
              title={`${tile[language]}: ${value === null || value === undefined ? t('map.nothing') : shown(value)}`}
            >
              <span className={styles.name}>{shortName(tile, language)}</span>
              <span className={styles.value}>
                {value === null || value === undefined
                  ? '–'
                  : formatNumber(value, language, { notation: 'compact', maximumFractionDigits: 1 })}
              </span>
            </span>
          )
        })}
      </div>
      <figcaption className={styles.legend}>
        <span>{values.length > 0 ? shown(Math.min(...values)) : ''}</span>
        {[1, 2, 3, 4, 5].map((step) => (
          <span key={step} className={styles.swatch} data-step={step} />
        ))}
        <span>{values.length > 0 ? shown(Math.max(...values)) : ''}</span>
        <span className={styles.swatch} data-step={0} />
        <span>{t('map.nothing')}</span>
      </figcaption>
    </figure>
  )
}
