/** Every key there is on one sheet (F1): of the room on screen, and those that move inside grids, lists and editors. */
import { Kbd, Modal } from '@mantine/core'
import { Fragment, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { mac } from '../ui/mac.ts'
import { useAllCommands } from './all-commands.ts'
import type { Feature } from './features.tsx'
import styles from './KeySheet.module.css'
import { KEY_GROUPS, showKeys, useKeySheet } from './key-sheet.ts'

export function KeySheet({ features }: { features: readonly Feature[] }) {
  const { t } = useTranslation('app')
  const { open } = useKeySheet()

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'F1' || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
      // Before the editor takes it for a palette of its own.
      event.preventDefault()
      event.stopPropagation()
      showKeys()
    }
    window.addEventListener('keydown', onKey, { capture: true })
    return () => window.removeEventListener('keydown', onKey, { capture: true })
  }, [])

  return (
    <Modal
      opened={open}
      onClose={() => useKeySheet.setState({ open: false })}
      title={t('keys.title')}
      size={860}
      data-testid="key-sheet"
    >
      <Keys features={features} />
    </Modal>
  )
}

const written = (keys: string): string => (mac ? keys.replaceAll('Ctrl', '⌘').replaceAll('Alt', '⌥') : keys)

function Keys({ features }: { features: readonly Feature[] }) {
  const { t } = useTranslation('app')
  const commands = useAllCommands(features)
  const entered = new Set<string>(features.map(({ id }) => id))
  const palette = { label: t('palette.name'), keys: written('Ctrl+K') }
  const groups = [
    { title: t('keys.commands'), keys: [palette, ...commands.filter(({ keys }) => keys)] },
    ...KEY_GROUPS.filter(({ of }) => of.some((id) => entered.has(id))).map(({ id, keys }) => ({
      title: t(`keys.of.${id}`),
      keys: Object.entries(keys).map(([name, pressed]) => ({
        label: t(`keys.${id}.${name}`),
        keys: written(pressed),
      })),
    })),
  ]
  return (
    <div className={styles.sheet}>
      {groups.map(({ title, keys }) => (
        <section key={title} className={styles.group}>
          <h3 className={styles.title}>{title}</h3>
          <dl className={styles.keys}>
            {keys.map(({ label, keys: pressed = '' }) => (
              <Fragment key={label}>
                <dt>{label}</dt>
                <dd>
                  {pressed.split(' ').map((one) => (
                    <Kbd key={one} size="xs">
                      {one}
                    </Kbd>
                  ))}
                </dd>
              </Fragment>
            ))}
          </dl>
        </section>
      ))}
    </div>
  )
}
