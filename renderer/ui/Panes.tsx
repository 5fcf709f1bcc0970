/** Panes side by side or under each other whose sizes are remembered under `id`. */
import { Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels'
import styles from './Panes.module.css'

export interface Pane {
  id: string
  /** Numbers are pixels, strings such as `60%` shares of the group. */
  defaultSize?: number | string
  minSize?: number | string
  maxSize?: number | string
  /** Keeps its pixels when the window grows; for side panes. */
  keepsPixels?: boolean
  content: ReactNode
}

export function Panes({
  id,
  orientation,
  panes,
}: {
  id: string
  orientation: 'horizontal' | 'vertical'
  panes: Pane[]
}) {
  const { t } = useTranslation('app')
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id: `vw.panes.${id}`,
    panelIds: panes.map((pane) => pane.id),
    storage: localStorage,
    onlySaveAfterUserInteractions: true,
  })
  return (
    <Group
      id={`panes-${id}`}
      orientation={orientation}
      defaultLayout={defaultLayout}
      onLayoutChanged={onLayoutChanged}
      className={styles.group}
    >
      {panes.map((pane, index) => (
        <Fragment key={pane.id}>
          {index > 0 && (
            <Separator
              className={styles.separator}
              data-orientation={orientation}
              aria-label={t('panes.resize')}
            />
          )}
          <Panel
            id={pane.id}
            data-testid={`pane-${pane.id}`}
            defaultSize={pane.defaultSize}
            minSize={pane.minSize}
            maxSize={pane.maxSize}
            groupResizeBehavior={pane.keepsPixels ? 'preserve-pixel-size' : 'preserve-relative-size'}
            className={styles.panel}
          >
            {pane.content}
          </Panel>
        </Fragment>
      ))}
    </Group>
  )
}
