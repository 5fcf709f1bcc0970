/** Words to find in a result: the grid then shows the rows that hold them. */
import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Grid.module.css'
import { type Arrangement, MOST_ROWS_ARRANGED } from './use-arrangement.ts'

export function FindInResult({
  arrangement: { possible, find, setFind },
  box,
}: {
  arrangement: Arrangement
  box: RefObject<HTMLInputElement | null>
}) {
  const { t } = useTranslation('workbench')
  const toGrid = () =>
    box.current?.closest('[data-testid=result-pane]')?.querySelector<HTMLElement>('[role=grid]')?.focus()
  return (
    <TextInput
      ref={box}
      size="xs"
      className={styles.find}
      disabled={!possible}
      title={possible ? undefined : t('grid.noSort.title', { rows: MOST_ROWS_ARRANGED.toLocaleString('en') })}
      leftSection={<IconSearch size={13} />}
      rightSection={
        find && <CloseButton size="xs" aria-label={t('grid.findClear')} onClick={() => setFind('')} />
      }
      placeholder={t('grid.findShort')}
      aria-label={t('grid.find')}
      value={find}
      onChange={(event) => setFind(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setFind('')
        if (!['Escape', 'Enter', 'ArrowDown'].includes(event.key) || event.nativeEvent.isComposing) return
        event.preventDefault()
        // What Esc ends here is the search, not a run.
        event.stopPropagation()
        toGrid()
      }}
      data-testid="find-in-result"
    />
  )
}
