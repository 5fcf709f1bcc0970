/** The submitted table as it is under its protection, drawn by the environment; each page looked at is recorded. */
import { Button, useComputedColorScheme } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { OutputId } from '../../shared/model/ids.ts'
import { fetchBytes } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { PictureGrid } from '../display/PictureGrid.tsx'
import type { Table } from '../display/protected-cell.ts'
import { displayColumns } from '../display/protected-page.ts'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'

export interface SubmittedPictureProps {
  outputId: OutputId
  /** Which item of the output. */
  item: number
  table: Table
  /** A page of it has come, and is written down. */
  onSeen(): void
}

export function SubmittedPicture({ outputId, item, table, onSeen }: SubmittedPictureProps) {
  const { t } = useTranslation('review')
  const language = useLanguage()
  const theme = useComputedColorScheme('light')
  return (
    <PictureGrid
      resultId={`${outputId} ${item}`}
      columns={displayColumns(table)}
      rowCount={table.verified ? table.rows.length : null}
      theme={theme}
      lead={t('view.lead')}
      fetchPicture={async (asked) => {
        const picture = await fetchBytes('reviews.picture', { outputId, item, ...asked })
        onSeen()
        return picture
      }}
      renderProblem={(error, retry) => (
        <Notice
          tone="danger"
          {...wordsOf(error, language)}
          actions={
            <Button variant="default" onClick={retry}>
              {t('retry')}
            </Button>
          }
        />
      )}
    />
  )
}
