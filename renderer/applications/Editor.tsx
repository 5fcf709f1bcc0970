/** The form: its parts on the left with what each still lacks, the parts themselves on the right. Saves by itself. */
import { Button, Loader } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import type { ApplicationForm } from '../../shared/model/application-form.ts'
import { type Lack, SECTIONS, type Section } from '../../shared/model/application-lacks.ts'
import { lackWords } from '../../shared/model/application-words.ts'
import type { Dataset } from '../../shared/model/catalog.ts'
import { callRoute } from '../client/calls.ts'
import { problemIn, wordsOf } from '../client/problem-words.ts'
import { formatMoment } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import { DataSection } from './DataSection.tsx'
import styles from './Editor.module.css'
import { LinkageSection } from './LinkageSection.tsx'
import { OutputsSection } from './OutputsSection.tsx'
import { PeopleSection } from './PeopleSection.tsx'
import { PurposeSection } from './PurposeSection.tsx'
import { SecuritySection } from './SecuritySection.tsx'
import { TermsSection } from './TermsSection.tsx'
import { useDatasets, useLacks } from './use-lacks.ts'
import { saveNow, takeAnew, useWriting, type Writing } from './writing.ts'

type Detail = RouteOutput<'applications.detail'>

export interface SectionProps {
  form: ApplicationForm
  change(part: Partial<ApplicationForm>): void
  datasets: readonly Dataset[]
  detail: Detail
}

const BODIES: Record<Section, (props: SectionProps) => React.ReactNode> = {
  purpose: PurposeSection,
  data: DataSection,
  linkage: LinkageSection,
  people: PeopleSection,
  outputs: OutputsSection,
  security: SecuritySection,
  terms: TermsSection,
}

export function Editor({ detail }: { detail: Detail }) {
  const { t } = useTranslation('applications')
  const { id } = detail.application
  const [writing, change] = useWriting(id, detail)
  const datasets = useDatasets()
  const lacks = useLacks(detail, writing.form)
  const scroller = useRef<HTMLDivElement>(null)
  if (!datasets || !lacks)
    return (
      <div className={styles.waiting}>
        <Loader size="sm" />
      </div>
    )
  const lacksIn = (section: Section) => lacks.filter((lack) => lack.section === section)
  const goTo = (section: Section) =>
    scroller.current?.querySelector(`[data-section="${section}"]`)?.scrollIntoView({ block: 'start' })
  return (
    <div className={styles.editor} data-testid="application-editor">
      <nav className={styles.nav} aria-label={t('sections')}>
        {SECTIONS.map((section, index) => {
          const open = lacksIn(section).length
          return (
            <button
              key={section}
              type="button"
              className={styles.navItem}
              onClick={() => goTo(section)}
              data-open={open > 0}
              data-testid={`section-nav-${section}`}
            >
              <span className={styles.number}>{index + 1}</span>
              <span>{t(`section.${section}`)}</span>
              <span className={styles.count}>
                {open > 0 ? open : <IconCheck size={14} stroke={2.4} aria-label={t('complete')} />}
              </span>
            </button>
          )
        })}
        <SaveState writing={writing} />
      </nav>
      <div className={styles.scroller} ref={scroller}>
        <SaveProblem detail={detail} writing={writing} />
        {SECTIONS.map((section, index) => {
          const Body = BODIES[section]
          return (
            <section key={section} className={styles.section} data-section={section}>
              <h3 className={styles.heading}>
                <span className={styles.number}>{index + 1}</span>
                {t(`section.${section}`)}
              </h3>
              <p className={styles.lead}>{t(`sectionLead.${section}`)}</p>
              <Body form={writing.form} change={change} datasets={datasets} detail={detail} />
              <Lacks lacks={lacksIn(section)} section={section} />
            </section>
          )
        })}
      </div>
    </div>
  )
}

function Lacks({ lacks, section }: { lacks: readonly Lack[]; section: Section }) {
  const language = useLanguage()
  if (lacks.length === 0) return null
  return (
    <ul className={styles.lacks} data-testid={`lacks-${section}`}>
      {lacks.map((lack) => {
        const words = lackWords(lack, language)
        return <li key={words}>{words}</li>
      })}
    </ul>
  )
}

function SaveState({ writing }: { writing: Writing }) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const state = writing.problem
    ? 'failed'
    : writing.saving || writing.unsaved
      ? 'saving'
      : writing.savedAt
        ? 'saved'
        : 'kept'
  return (
    <p className={styles.saved} data-state={state} aria-live="polite" data-testid="save-state">
      {t(`save.${state}`, { when: writing.savedAt ? formatMoment(writing.savedAt, language) : '' })}
    </p>
  )
}

function SaveProblem({ detail, writing }: { detail: Detail; writing: Writing }) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  if (!writing.problem) return null
  const { id } = detail.application
  const isMoved = problemIn(writing.problem)?.code === 'application-moved'

  async function loadAnew() {
    takeAnew(id, await callRoute('applications.detail', { applicationId: id }))
  }

  return (
    <Notice
      tone="danger"
      {...wordsOf(writing.problem, language)}
      testId="save-problem"
      actions={
        isMoved ? (
          <Button variant="default" onClick={() => void loadAnew()} data-testid="load-anew">
            {t('save.loadAnew')}
          </Button>
        ) : (
          <Button variant="default" onClick={() => void saveNow(id)}>
            {t('save.again')}
          </Button>
        )
      }
    />
  )
}
