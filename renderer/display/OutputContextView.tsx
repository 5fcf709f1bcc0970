import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { OutputContext } from '../../shared/contract/outputs.ts'
import styles from './OutputContextView.module.css'

const FIELDS = ['what', 'population', 'variables', 'use', 'audience'] as const

/** The researcher's own words about an output. */
export function OutputContextView({ context }: { context: z.output<typeof OutputContext> }) {
  const { t } = useTranslation('disclosure')
  return (
    <dl className={styles.context} data-testid="output-context">
      {FIELDS.map((field) => (
        <div key={field}>
          <dt>{t(`context.${field}`)}</dt>
          <dd>{context[field]}</dd>
        </div>
      ))}
    </dl>
  )
}
