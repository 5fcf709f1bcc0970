/** What can be done to an editor tab, with the key that does it to the one in front. */
import { Kbd, Menu } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { mac } from '../ui/mac.ts'
import { type EditorAct, keysOf } from './editor-keys.ts'
import { reopenTab } from './tabs.ts'

export interface EditorTabMenuProps {
  /** It is the only tab, which stays. */
  alone: boolean
  noneClosed: boolean
  onRename(): void
  onDuplicate(): void
  onClose(): void
  onCloseOthers(): void
}

export function EditorTabMenu(props: EditorTabMenuProps) {
  const { alone, noneClosed, onRename, onDuplicate, onClose, onCloseOthers } = props
  const { t } = useTranslation('workbench')
  const item = (act: EditorAct, run: () => void, disabled = false) => (
    <Menu.Item
      disabled={disabled}
      onClick={run}
      rightSection={<Kbd size="xs">{keysOf(act, { mac })}</Kbd>}
      data-testid={`tab-menu-${act}`}
    >
      {t(`command.${act}`)}
    </Menu.Item>
  )
  return (
    <>
      {item('rename-tab', onRename)}
      {item('duplicate-tab', onDuplicate)}
      <Menu.Divider />
      {item('close-tab', onClose, alone)}
      <Menu.Item disabled={alone} onClick={onCloseOthers}>
        {t('tabs.closeOthers')}
      </Menu.Item>
      {item('reopen-tab', reopenTab, noneClosed)}
    </>
  )
}
