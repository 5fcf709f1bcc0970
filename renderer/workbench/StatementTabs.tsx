/** Where several statements were run: a tab for each, named by the comment before it or its first words, with how it went. */
import { IconAlertTriangle, IconCircleCheck, IconClock, IconPlayerStop } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { TabBar } from '../ui/TabBar.tsx'
import { type CourseOfRun, courseOf, nameOfStatement } from './course-of-run.ts'
import { type Script, showRun } from './tabs.ts'

const MARKS: Record<CourseOfRun, ReactNode> = {
  waiting: <IconClock size={14} />,
  running: <IconClock size={14} />,
  done: <IconCircleCheck size={14} color="var(--vw-safe)" />,
  failed: <IconAlertTriangle size={14} color="var(--vw-danger)" />,
  refused: <IconAlertTriangle size={14} color="var(--vw-warning)" />,
  stopped: <IconPlayerStop size={14} />,
  'left-out': <IconPlayerStop size={14} />,
}

export function StatementTabs({ tabId, script }: { tabId: string; script: Script }) {
  const { t } = useTranslation('workbench')
  return (
    <TabBar
      label={t('statements.name')}
      tabs={script.runs.map((run, index) => {
        const course = courseOf(run, script)
        return {
          id: String(index),
          label: `${index + 1}  ${nameOfStatement(run.sql)}`,
          title: run.sql,
          icon: MARKS[course],
          // What went well needs no word.
          ...(course === 'done' ? {} : { note: t(`statements.${course}`) }),
          testId: `statement-${index + 1}`,
        }
      })}
      value={String(script.shown)}
      onChange={(id) => showRun(tabId, Number(id))}
    />
  )
}
