/** What can be done with a table, column or macro of the explorer (right click, Shift+F10). */
import { Kbd, Menu } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { catalogAddressOf, columnListOf, type ExplorerNode, insertionOf, queryOf } from './explorer-tree.ts'
import { addTab } from './tabs.ts'

export interface ExplorerMenuProps {
  node: ExplorerNode
  onInsert(text: string): void
}

export function ExplorerMenu({ node, onInsert }: ExplorerMenuProps) {
  const { t } = useTranslation('workbench')
  const name = insertionOf(node)
  const columns = columnListOf(node)
  const address = catalogAddressOf(node)
  const query = queryOf(node)
  return (
    <>
      {query && (
        <Menu.Item onClick={() => addTab(query)} data-testid="explorer-write-query">
          {t('explorer.writeQuery')}
        </Menu.Item>
      )}
      {name && (
        <Menu.Item onClick={() => onInsert(name)} rightSection={<Kbd size="xs">Enter</Kbd>}>
          {t('explorer.insertName')}
        </Menu.Item>
      )}
      {columns && (
        <Menu.Item onClick={() => onInsert(columns)} data-testid="explorer-insert-columns">
          {t('explorer.insertColumns')}
        </Menu.Item>
      )}
      {address && (
        <Menu.Item component={Link} href={address} data-testid="explorer-to-catalog">
          {t('explorer.toCatalog')}
        </Menu.Item>
      )}
    </>
  )
}
