/** A row of tabs with room for controls at its end; dense, moved through by arrow keys. */
import { Menu } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './TabBar.module.css'

export interface TabItem {
  id: string
  label: string
  icon?: ReactNode
  /** Told where the pointer rests. */
  title?: string
  /** A word behind the label. */
  note?: string
  testId?: string
}

export interface TabBarProps {
  label: string
  tabs: readonly TabItem[]
  value: string
  onChange(id: string): void
  /** Present where tabs can be closed. */
  onClose?: ((id: string) => void) | undefined
  onRename?: ((id: string) => void) | undefined
  /** What the menu of a tab holds (right click, Shift+F10). */
  menu?: ((id: string) => ReactNode) | undefined
  /** Directly behind the last tab. */
  after?: ReactNode
  /** At the far end. */
  end?: ReactNode
}

const SHORT = 8

/** Where there is little room, the ends of longer labels give way before tabs go out of sight. */
function widthOf(label: string): string {
  const letters = Array.from(label).reduce((width, letter) => width + (letter > '\u00ff' ? 2 : 1), 0)
  return letters > SHORT ? 'minmax(7ch, max-content)' : 'max-content'
}

export function TabBar({ label, tabs, value, onChange, onClose, onRename, menu, after, end }: TabBarProps) {
  const { t } = useTranslation('app')
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const chosen = list.current?.querySelector(`[data-tab="${CSS.escape(value)}"]`)
    chosen?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [value])

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    if (event.key === 'Delete') return onClose?.(value)
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    const at = tabs.findIndex((tab) => tab.id === value)
    const next = tabs[(at + step + tabs.length) % tabs.length]
    if (!next) return
    onChange(next.id)
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${CSS.escape(next.id)}"]`)?.focus()
  }

  return (
    <div className={styles.bar}>
      <div
        ref={list}
        className={styles.list}
        role="tablist"
        aria-label={label}
        onKeyDown={onKeyDown}
        onWheel={({ currentTarget, deltaX, deltaY }) => {
          if (deltaX === 0) currentTarget.scrollLeft += deltaY
        }}
      >
        {tabs.map((tab) => {
          const here = tab.id === value
          const shown = (
            <div
              key={tab.id}
              className={styles.tab}
              data-here={here}
              onAuxClick={(event) => event.button === 1 && onClose?.(tab.id)}
            >
              <button
                type="button"
                role="tab"
                data-tab={tab.id}
                title={tab.title ?? tab.label}
                aria-selected={here}
                tabIndex={here ? 0 : -1}
                className={styles.button}
                onClick={() => onChange(tab.id)}
                onDoubleClick={() => onRename?.(tab.id)}
                data-testid={tab.testId}
              >
                {tab.icon}
                <span className={styles.label} style={{ gridTemplateColumns: widthOf(tab.label) }}>
                  <span>{tab.label}</span>
                </span>
                {tab.note && <span className={styles.note}>{tab.note}</span>}
              </button>
              {onClose && tabs.length > 1 && (
                <button
                  type="button"
                  className={styles.close}
                  title={t('closeTab', { name: tab.label })}
                  // For the pointer; from the keyboard it is the Delete key on the tab.
                  aria-hidden
                  tabIndex={-1}
                  onClick={() => onClose(tab.id)}
                >
                  <IconX size={12} />
                </button>
              )}
            </div>
          )
          if (!menu) return shown
          return (
            <Menu key={tab.id}>
              <Menu.ContextMenu>{shown}</Menu.ContextMenu>
              <Menu.Dropdown>{menu(tab.id)}</Menu.Dropdown>
            </Menu>
          )
        })}
      </div>
      {after && <div className={styles.after}>{after}</div>}
      <div className={styles.end}>{end}</div>
    </div>
  )
}
