import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import type { OutputId } from '../../shared/model/ids.ts'
import { DueText } from '../display/DueText.tsx'
import { OutputStateMark } from '../display/OutputStateMark.tsx'
import { DisclosureMark } from '../ui/DisclosureMark.tsx'
import { formatDay } from '../ui/formats.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import styles from './Outputs.module.css'

type Output = RouteOutput<'outputs.list'>['outputs'][number]

export interface OutputsListProps {
  outputs: readonly Output[]
  chosen: OutputId | null
  onChoose(id: OutputId): void
}

/** Newest first; arrows move through it. */
export function OutputsList({ outputs, chosen, onChoose }: OutputsListProps) {
  const { t } = useTranslation('outputs')
  const language = useLanguage()
  const at = outputs.findIndex(({ id }) => id === chosen)

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const next = step === undefined ? undefined : outputs[at + step]
    if (!next) return
    event.preventDefault()
    onChoose(next.id)
    document.getElementById(`output-${next.id}`)?.focus()
  }

  return (
    <div
      className={styles.list}
      role="listbox"
      tabIndex={-1}
      aria-label={t('room.title')}
      onKeyDown={onKeyDown}
      data-testid="outputs-list"
    >
      {outputs.map((output) => (
        <button
          key={output.id}
          id={`output-${output.id}`}
          type="button"
          role="option"
          aria-selected={output.id === chosen}
          className={styles.item}
          onClick={() => onChoose(output.id)}
          data-testid={`output-${output.id}`}
          data-state={output.state}
        >
          <span className={styles.itemHead}>
            <OutputStateMark state={output.state} />
            {output.state === 'in-review' && (
              <span className={styles.votes}>
                {t('list.votes', { count: output.votesIn, needed: output.votesNeeded })}
              </span>
            )}
            {!output.verified && <DisclosureMark state="unverified" />}
            <span className={styles.when}>{formatDay(output.submittedAt, language)}</span>
          </span>
          <span className={styles.itemTitle}>{output.title}</span>
          <span className={styles.itemFoot}>
            <span className={styles.clip}>{bilingual(language, output, 'permitTitle')}</span>
            {output.state === 'in-review' && <DueText dueAt={output.dueAt} />}
          </span>
        </button>
      ))}
    </div>
  )
}
