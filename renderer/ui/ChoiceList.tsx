/** What can be opened beside the list: one line each, head and foot around a title. Arrows move through it. */
import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import styles from './ChoiceList.module.css'
import { useArrival } from './use-arrival.ts'

export interface Choice<Id extends string> {
  id: Id
  head?: ReactNode
  title: ReactNode
  foot?: ReactNode
  /** For styles and tests. */
  state?: string | undefined
}

export interface ChoiceListProps<Id extends string> {
  /** Kind of what is listed, e.g. `output`: its items are found as `output-<id>`. */
  kind: string
  name: string
  choices: readonly Choice<Id>[]
  chosen: Id | null
  onChoose(id: Id): void
  testId: string
}

export function ChoiceList<Id extends string>(props: ChoiceListProps<Id>) {
  const { kind, name, choices, chosen, onChoose, testId } = props
  const list = useRef<HTMLDivElement>(null)
  useArrival(
    list,
    () =>
      list.current?.querySelector<HTMLElement>('[aria-selected=true]') ??
      list.current?.querySelector<HTMLElement>('[role=option]'),
  )
  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const next = step === undefined ? undefined : choices[choices.findIndex(({ id }) => id === chosen) + step]
    if (!next) return
    event.preventDefault()
    onChoose(next.id)
    document.getElementById(`${kind}-${next.id}`)?.focus()
  }
  return (
    <div
      ref={list}
      className={styles.list}
      role="listbox"
      tabIndex={-1}
      aria-label={name}
      onKeyDown={onKeyDown}
      data-testid={testId}
    >
      {choices.map(({ id, head, title, foot, state }) => (
        <button
          key={id}
          id={`${kind}-${id}`}
          type="button"
          role="option"
          aria-selected={id === chosen}
          className={styles.item}
          onClick={() => onChoose(id)}
          data-testid={`${kind}-${id}`}
          data-state={state}
        >
          {head && <span className={styles.head}>{head}</span>}
          <span className={styles.title}>{title}</span>
          {foot && <span className={styles.foot}>{foot}</span>}
        </button>
      ))}
    </div>
  )
}
