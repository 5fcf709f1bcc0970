/** What a chart does not draw, said beside it: hidden, missing, not on a logarithmic axis, too many. */
import { useTranslation } from 'react-i18next'
import type { ChartSpec } from '../../shared/model/chart.ts'
import type { ChartPoints } from '../../shared/model/chart-points.ts'
import { DisclosureMark } from '../ui/DisclosureMark.tsx'

export interface ChartNotesProps {
  spec: ChartSpec
  points: ChartPoints
  /** How what is not drawn is marked. */
  as: 'masked' | 'hidden'
}

export function ChartNotes({ spec, points, as }: ChartNotesProps) {
  const { t } = useTranslation('chart')
  const { hiddenCount, missing, notOnLog, otherLevels, panelsLeftOut, repeats, series } = points
  const bare = points.points.some((point) => point.bare)
  return (
    <>
      {hiddenCount > 0 && (
        <p data-testid="chart-gaps">
          <DisclosureMark state={as} compact /> {t(`gaps.${as}`, { count: hiddenCount })}
        </p>
      )}
      {bare && <p data-testid="chart-bare">{t('bare')}</p>}
      {missing > 0 && <p data-testid="chart-missing">{t('missing', { count: missing })}</p>}
      {notOnLog > 0 && <p data-testid="chart-not-on-log">{t('notOnLog', { count: notOnLog })}</p>}
      {otherLevels > 0 && <p data-testid="chart-other-levels">{t('otherLevels', { count: otherLevels })}</p>}
      {panelsLeftOut > 0 && <p>{t('panelsLeftOut', { count: panelsLeftOut })}</p>}
      {spec.kind === 'pyramid' && series.length !== 2 && <p>{t('pyramidOfTwo')}</p>}
      {repeats && spec.kind !== 'scatter' && <p data-testid="chart-repeats">{t('repeats')}</p>}
    </>
  )
}
