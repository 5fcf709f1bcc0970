/**
 * An item that is more than a table, before it is submitted: what its checks measured, the figure as the environment
 * would release it, and for a curve the table as it would be without merging.
 */
import { Loader, SegmentedControl } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PLAIN_TABLE } from '../../shared/model/output-form.ts'
import { useAnswer } from '../client/calls.ts'
import { useDatasets } from '../client/dataset-names.ts'
import { FormReportView } from '../display/FormReportView.tsx'
import { ProtectedTableView } from '../display/ProtectedTableView.tsx'
import styles from './FormPreview.module.css'
import { type Preview, type TableDraft, USUAL_PROTECTION } from './submission.ts'

export interface FormPreviewProps {
  item: TableDraft
  seen: Extract<Preview['items'][number], { kind: 'table' }> | null
  /** The table as it would leave. */
  children: ReactNode
}

export function FormPreview({ item, seen, children }: FormPreviewProps) {
  const { t } = useTranslation('forms')
  const [view, setView] = useState<'after' | 'picture' | 'before'>('after')
  const isCurve = item.form?.kind === 'survival'
  const hasPicture = isCurve || item.chart !== null
  if (!hasPicture && !seen?.report) return children
  const views = isCurve
    ? (['after', 'picture', 'before'] as const)
    : hasPicture
      ? (['after', 'picture'] as const)
      : (['after'] as const)
  const shown = (views as readonly string[]).includes(view) ? view : 'after'
  return (
    <>
      {seen?.report && <FormReportView report={seen.report} />}
      {views.length > 1 && (
        <div className={styles.bar}>
          <SegmentedControl
            size="xs"
            value={shown}
            onChange={(value) => setView(value as typeof view)}
            data={views.map((value) => ({
              value,
              label: t(`view.${!isCurve && value === 'after' ? 'table' : value}`),
            }))}
            aria-label={t('view.name')}
            data-testid="form-view"
          />
          {shown === 'before' && <span className={styles.hint}>{t('view.beforeHint')}</span>}
        </div>
      )}
      <div className={styles.fill}>
        {shown === 'after' && children}
        {shown === 'picture' && <Picture title={item.title} picture={seen?.picture} />}
        {shown === 'before' && <Before item={item} />}
      </div>
    </>
  )
}

function Picture({ title, picture }: { title: string; picture: string | null | undefined }) {
  const { t } = useTranslation('forms')
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (!picture) return setUrl(null)
    const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0))
    const made = URL.createObjectURL(new Blob([bytes], { type: 'image/png' }))
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [picture])
  if (picture === undefined)
    return (
      <p className={styles.none}>
        <Loader size="xs" /> {t('view.drawing')}
      </p>
    )
  if (picture === null) return <p className={styles.none}>{t('view.noPicture')}</p>
  return (
    <div className={styles.picture}>
      {url && (
        <img className={styles.image} src={url} alt={t('figureAlt', { title })} data-testid="form-picture" />
      )}
    </div>
  )
}

/** The same result hidden as a plain table, for comparison. */
function Before({ item }: { item: TableDraft }) {
  const datasets = useDatasets()
  const { data } = useAnswer('outputs.preview', {
    items: [
      {
        kind: 'table',
        resultId: item.resultId,
        form: PLAIN_TABLE,
        protection: USUAL_PROTECTION,
        chart: null,
      },
    ],
  })
  const [before] = data?.items ?? []
  if (before?.kind !== 'table')
    return (
      <p className={styles.none}>
        <Loader size="xs" />
      </p>
    )
  return (
    <div className={styles.fill} data-testid="form-before">
      <ProtectedTableView table={before.table} id="before" datasets={datasets} />
    </div>
  )
}
