import { useTranslation } from 'react-i18next'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import type { OutputId } from '../../shared/model/ids.ts'
import { DueText } from '../display/DueText.tsx'
import { OutputStateMark } from '../display/OutputStateMark.tsx'
import { ChoiceList } from '../ui/ChoiceList.tsx'
import { DisclosureMark } from '../ui/DisclosureMark.tsx'
import { formatShortDay } from '../ui/formats.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import styles from './Outputs.module.css'

type Output = RouteOutput<'outputs.list'>['outputs'][number]

export interface OutputsListProps {
  outputs: readonly Output[]
  chosen: OutputId | null
  onChoose(id: OutputId): void
}

/** Newest first. */
export function OutputsList({ outputs, chosen, onChoose }: OutputsListProps) {
  const { t } = useTranslation('outputs')
  const language = useLanguage()
  return (
    <ChoiceList
      kind="output"
      name={t('room.title')}
      chosen={chosen}
      onChoose={onChoose}
      testId="outputs-list"
      choices={outputs.map((output) => ({
        id: output.id,
        state: output.state,
        head: (
          <>
            <OutputStateMark state={output.state} />
            {!output.verified && <DisclosureMark state="unverified" />}
            <span className={styles.when}>{formatShortDay(output.submittedAt, language)}</span>
          </>
        ),
        title: output.title,
        foot: (
          <>
            <span className={styles.clip}>{bilingual(language, output, 'permitTitle')}</span>
            {output.state === 'in-review' && (
              <>
                <span className={styles.votes}>
                  {t('list.votes', { count: output.votesIn, needed: output.votesNeeded })}
                </span>
                <DueText dueAt={output.dueAt} />
              </>
            )}
          </>
        ),
      }))}
    />
  )
}
