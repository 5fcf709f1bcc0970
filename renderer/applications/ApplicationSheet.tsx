/** An application to be read: the same text for its people, the committee, officers and the printer. */
import { Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { PersonName } from '../../shared/contract/applications.ts'
import {
  type ApplicationForm,
  catalogTableOf,
  databasesOf,
  exposureOf,
  type PersonPart,
  type RequestedTable,
  SECURITY_MEASURES,
} from '../../shared/model/application-form.ts'
import type { ApplicationState } from '../../shared/model/application-states.ts'
import { MEASURE_WORDS, STATE_WORDS } from '../../shared/model/application-words.ts'
import type { Dataset } from '../../shared/model/catalog.ts'
import { linkabilityAmong } from '../../shared/model/linkability.ts'
import { formatEraDay } from '../ui/formats.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import styles from './ApplicationSheet.module.css'
import { ExposureLine } from './ExposureLine.tsx'
import { useDatasets } from './use-lacks.ts'

export interface SheetPerson {
  login?: string
  part: PersonPart
  duty: string
  /** Null while they have not confirmed. */
  person: PersonName | null
}

export interface ApplicationSheetProps {
  form: ApplicationForm
  people: readonly SheetPerson[]
  meta: {
    id: string
    state: ApplicationState
    round: number
    submittedAt: string | null
    amends: string | null
  }
  /** Parts of the form that changed since the round before. */
  changed?: readonly string[]
  /** What the amended permit covers, so that what is new shows. */
  amended?: { until: string; tables: { schema: string; name: string; columns: string[] }[] } | null
}

export function ApplicationSheet({
  form,
  people,
  meta,
  changed = [],
  amended = null,
}: ApplicationSheetProps) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const datasets = useDatasets() ?? []
  const part = (...names: (keyof ApplicationForm)[]) => names.some((name) => changed.includes(name))
  const paid = datasets.filter(({ id, fee }) => fee && databasesOf(form).includes(id))
  return (
    <div className={styles.sheet} data-testid="application-sheet">
      <div className={styles.formHead}>
        <h1 className={styles.formTitle}>{t(meta.amends ? 'sheet.amendment' : 'sheet.title')}</h1>
        <p>
          <span>
            {t('sheet.number')} <span className="vw-mono">{meta.id}</span>
          </span>
          <span>{STATE_WORDS[meta.state][language]}</span>
          {meta.submittedAt && (
            <span>
              {t('sheet.submitted', { when: formatEraDay(meta.submittedAt, language), round: meta.round })}
            </span>
          )}
        </p>
      </div>
      <Part
        title={t('section.purpose')}
        changed={part('titleJa', 'titleEn', 'purpose', 'purposeEn', 'benefit', 'method')}
      >
        <Field name={t('field.titleJa')} text={form.titleJa} />
        <Field name={t('field.titleEn')} text={form.titleEn} />
        <Field name={t('field.purpose')} text={form.purpose} />
        <Field name={t('field.benefit')} text={form.benefit} />
        <Field name={t('field.method')} text={form.method} />
        <Field name={t('sheet.purposeEn')} text={form.purposeEn} />
      </Part>
      <Part title={t('section.data')} changed={part('tables')}>
        <dt>{t('exposure.name')}</dt>
        <dd>
          <ExposureLine exposure={exposureOf(form.tables, datasets)} />
        </dd>
        {form.tables.map((asked) => (
          <Fragment key={`${asked.schema}.${asked.name}`}>
            <dt>{datasets.find(({ id }) => id === asked.database)?.title[language] ?? asked.database}</dt>
            <dd>
              <AskedTable asked={asked} datasets={datasets} amended={amended} />
            </dd>
          </Fragment>
        ))}
      </Part>
      <Part title={t('section.linkage')} changed={part('linkage')}>
        <dt>{t('linkage.wanted')}</dt>
        <dd>
          {form.linkage.wanted === null ? '–' : t(form.linkage.wanted ? 'linkage.yes' : 'linkage.no')}
          {form.linkage.wanted && (
            <ul className={styles.plain}>
              {linkabilityAmong(datasets, databasesOf(form)).map(({ a, b, standing }) => (
                <li key={`${a.id} ${b.id}`} data-standing={standing}>
                  {a.title[language]} × {b.title[language]} — {t(`linkage.${standing}`)}
                </li>
              ))}
            </ul>
          )}
        </dd>
        {form.linkage.wanted && <Field name={t('linkage.why')} text={form.linkage.why} />}
      </Part>
      <Part title={t('section.people')} changed={part('people')}>
        {people.map(({ login, part: role, duty, person }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: people are told by their place
          <Fragment key={at}>
            <dt>{t(`part.${role}`)}</dt>
            <dd>
              {person ? (
                <>
                  {bilingual(language, person, 'name')}{' '}
                  <span className="vw-dim">{bilingual(language, person, 'institution')}</span>
                </>
              ) : (
                <>
                  <span className="vw-mono">{login}</span>{' '}
                  <span className="vw-dim">{t('people.waiting')}</span>
                </>
              )}
              {duty && <div>{duty}</div>}
            </dd>
          </Fragment>
        ))}
      </Part>
      <Part title={t('section.outputs')} changed={part('outputs')}>
        {form.outputs.map(({ what, audience }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: outputs are told by their place
          <Fragment key={at}>
            <dt>{at + 1}</dt>
            <dd>
              {what} <span className="vw-dim">→ {audience}</span>
            </dd>
          </Fragment>
        ))}
        {form.outputs.length === 0 && <Field name="–" text="" />}
      </Part>
      <Part title={t('section.security')} changed={part('measures', 'measuresNote')}>
        <dt>{t('sheet.measures')}</dt>
        <dd>
          <ul className={styles.plain}>
            {SECURITY_MEASURES.map((measure) => (
              <li key={measure} data-kept={form.measures.includes(measure)}>
                {form.measures.includes(measure) ? '☑' : '☐'} {MEASURE_WORDS[measure][language]}
              </li>
            ))}
          </ul>
        </dd>
        {form.measuresNote && <Field name={t('field.measuresNote')} text={form.measuresNote} />}
      </Part>
      <Part
        title={t('section.terms')}
        changed={part('until', 'retention', 'feeUnderstood', 'ethicsReference', 'conflicts')}
      >
        <Field
          name={t('field.until')}
          text={
            form.until &&
            [
              formatEraDay(form.until, language),
              ...(amended && amended.until !== form.until
                ? [t('sheet.was', { what: formatEraDay(amended.until, language) })]
                : []),
            ].join(' ')
          }
        />
        <Field name={t('field.retention')} text={form.retention} />
        <Field
          name={t('sheet.fee')}
          text={
            paid.length > 0
              ? t('fee.paid', { names: paid.map(({ title }) => title[language]).join(t('listComma')) })
              : t('fee.none')
          }
        />
        <Field name={t('sheet.ethics')} text={form.ethicsReference} />
        <Field
          name={t('field.conflicts')}
          text={
            form.conflicts.none === null
              ? ''
              : form.conflicts.none
                ? t('conflicts.none')
                : form.conflicts.statement
          }
        />
      </Part>
    </div>
  )
}

function Part({ title, changed, children }: { title: string; changed: boolean; children: ReactNode }) {
  const { t } = useTranslation('applications')
  return (
    <section className={styles.part}>
      <h2 className={styles.partTitle}>
        {title}
        {changed && <span className={styles.changed}>{t('sheet.changed')}</span>}
      </h2>
      <dl className={styles.fields}>{children}</dl>
    </section>
  )
}

function Field({ name, text }: { name: string; text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className={styles.text}>{text.trim() || '–'}</dd>
    </>
  )
}

interface AskedTableProps {
  asked: RequestedTable
  datasets: readonly Dataset[]
  amended: NonNullable<ApplicationSheetProps['amended']> | null
}

function AskedTable({ asked, datasets, amended }: AskedTableProps) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const table = catalogTableOf(datasets, asked)
  const before = amended?.tables.find(({ schema, name }) => schema === asked.schema && name === asked.name)
  return (
    <div className={styles.asked}>
      <div>
        <b>{table?.title[language] ?? asked.name}</b>{' '}
        <span className="vw-mono vw-dim">
          {asked.schema}.{asked.name}
        </span>
        {amended && !before && <span className={styles.changed}>{t('sheet.new')}</span>}
      </div>
      {asked.conditions.map(({ column, from, until, in: values }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions are told by their place
        <div key={at} className="vw-dim">
          {t('sheet.condition', {
            column: table?.variables.find(({ name }) => name === column)?.title[language] ?? column,
            values: values ? values.join(t('listComma')) : `${from ?? ''} – ${until ?? ''}`,
          })}
        </div>
      ))}
      {asked.columns.length > 0 && (
        <table className={styles.columns}>
          <tbody>
            {asked.columns.map(({ name, reason }) => {
              const variable = table?.variables.find((one) => one.name === name)
              return (
                <tr key={name}>
                  <td>
                    {variable?.title[language] ?? name} <span className="vw-mono vw-dim">{name}</span>
                    {before && !before.columns.includes(name) && (
                      <span className={styles.changed}>{t('sheet.new')}</span>
                    )}
                  </td>
                  <td data-sensitivity={variable?.sensitivity}>
                    {variable && t(`terms:sensitivity.${variable.sensitivity}`)}
                  </td>
                  <td>{reason || '–'}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </div>
  )
}
