/** Whether the databases are to be linked, with what the rules allow now and what they plan. */
import { Radio, Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { databasesOf } from '../../shared/model/application-form.ts'
import { linkabilityAmong } from '../../shared/model/linkability.ts'
import { useLanguage } from '../ui/language.ts'
import styles from './Editor.module.css'
import type { SectionProps } from './Editor.tsx'

const SIGNS = { present: '●', planned: '○', none: '✕' } as const

export function LinkageSection({ form, change, datasets }: SectionProps) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const pairs = linkabilityAmong(datasets, databasesOf(form))
  const { wanted, why } = form.linkage
  if (pairs.length === 0) return <p className={styles.hint}>{t('linkage.one')}</p>
  return (
    <div className={styles.fields}>
      <ul className={styles.pairs}>
        {pairs.map(({ a, b, standing }) => (
          <li key={`${a.id} ${b.id}`} data-standing={standing}>
            <span aria-hidden>{SIGNS[standing]}</span>
            {a.title[language]} × {b.title[language]}
            <span className="vw-dim">{t(`linkage.${standing}`)}</span>
          </li>
        ))}
      </ul>
      <Radio.Group
        value={wanted === null ? '' : String(wanted)}
        onChange={(value) => change({ linkage: { wanted: value === 'true', why } })}
        label={t('linkage.wanted')}
      >
        <div className={styles.radios}>
          <Radio value="true" label={t('linkage.yes')} data-testid="linkage-yes" />
          <Radio value="false" label={t('linkage.no')} data-testid="linkage-no" />
        </div>
      </Radio.Group>
      {wanted && (
        <Textarea
          size="xs"
          autosize
          minRows={2}
          maxRows={8}
          label={t('linkage.why')}
          maxLength={4_000}
          value={why}
          onChange={(event) => change({ linkage: { wanted, why: event.currentTarget.value } })}
          data-testid="linkage-why"
        />
      )}
    </div>
  )
}
