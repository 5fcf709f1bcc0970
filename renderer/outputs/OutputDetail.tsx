/** One output as submitted, what became of it, and what can be done next. */
import { Button, Loader, Tabs } from '@mantine/core'
import { IconDownload, IconPlayerEject, IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TableDetail } from '../../shared/contract/outputs.ts'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import type { OutputId } from '../../shared/model/ids.ts'
import type { Relation } from '../../shared/model/protection.ts'
import { bridge } from '../client/bridge.ts'
import { useAct, useAnswer } from '../client/calls.ts'
import { useDatasets } from '../client/dataset-names.ts'
import { wordsOf } from '../client/problem-words.ts'
import { ChoicesView } from '../display/ChoicesView.tsx'
import { DueText } from '../display/DueText.tsx'
import { FormReportView } from '../display/FormReportView.tsx'
import { ItemPicker } from '../display/ItemPicker.tsx'
import { NoteView } from '../display/NoteView.tsx'
import { OutputContextView } from '../display/OutputContextView.tsx'
import { OutputStateMark } from '../display/OutputStateMark.tsx'
import { ProtectedChart } from '../display/ProtectedChart.tsx'
import { ProtectedTableView } from '../display/ProtectedTableView.tsx'
import { ProtectionBar } from '../display/ProtectionBar.tsx'
import { RequiredChanges } from '../display/RequiredChanges.tsx'
import { SqlText } from '../display/SqlText.tsx'
import { confirm } from '../ui/confirm.tsx'
import { formatMoment } from '../ui/formats.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import { showToast } from '../ui/toasts.ts'
import { canResubmit, canWithdraw, packageName, whyNotExport } from './follow.ts'
import styles from './Outputs.module.css'
import { OwnFigure } from './OwnFigure.tsx'
import { Resubmit } from './Resubmit.tsx'

export function OutputDetail({ outputId }: { outputId: OutputId }) {
  const { t } = useTranslation('outputs')
  const language = useLanguage()
  const [place, setPlace] = useState(0)
  const answer = useAnswer('outputs.detail', { outputId }, { refetchInterval: 15_000 })
  if (answer.isError && !answer.data)
    return (
      <div style={{ padding: 16 }}>
        <Notice tone="danger" {...wordsOf(answer.error, language)} />
      </div>
    )
  if (!answer.data)
    return (
      <div className={styles.waiting}>
        <Loader size="sm" />
      </div>
    )
  const { output, items } = answer.data
  const item = items[place] ?? items[0]
  return (
    <article className={styles.detail} data-testid="output-detail">
      <header className={styles.detailHead}>
        <h2 className={styles.detailTitle}>{output.title}</h2>
        <div className={styles.facts}>
          <OutputStateMark state={output.state} />
          {output.state === 'in-review' && (
            <>
              <span>{t('list.votes', { count: output.votesIn, needed: output.votesNeeded })}</span>
              <DueText dueAt={output.dueAt} />
            </>
          )}
          <span>{t('detail.round', { round: output.round })}</span>
          <span>{t('detail.submitted', { when: formatMoment(output.submittedAt, language) })}</span>
          <span>{bilingual(language, output, 'permitTitle')}</span>
          <span>
            {t('detail.number')} <span className="vw-mono">{output.id}</span>
          </span>
        </div>
        <Acts detail={answer.data} />
        {output.recall && (
          <Notice
            tone="danger"
            title={t('recalled.detail', { when: formatMoment(output.recall.at, language) })}
            testId="output-recall"
          >
            {output.recall.reason}
          </Notice>
        )}
        {output.changes.length > 0 && (
          <section aria-label={t('answers.name')}>
            <RequiredChanges changes={output.changes} />
          </section>
        )}
        <Comments output={output} />
      </header>
      <ItemPicker items={items} value={place} onChange={setPlace} />
      {item?.kind === 'table' && (
        <TableItem
          key={item.name}
          outputId={output.id}
          place={place}
          item={item}
          relations={answer.data.relations.filter(({ items: about }) => about.includes(place))}
        />
      )}
      {item?.kind === 'text' && (
        <div className={styles.panel}>
          <p className={styles.noteWhat}>{item.what}</p>
          <NoteView text={item.text} findings={item.findings} />
        </div>
      )}
    </article>
  )
}

interface TableItemProps {
  outputId: OutputId
  /** Its place among the items. */
  place: number
  item: TableDetail
  relations: readonly Relation[]
}

function TableItem({ outputId, place, item, relations }: TableItemProps) {
  const { t } = useTranslation('outputs')
  const datasets = useDatasets()
  const { table, context, chart, sql, extractDigest, report = null, figure } = item
  return (
    <Tabs defaultValue="table" keepMounted={false} className={styles.tabs}>
      <Tabs.List>
        <Tabs.Tab value="table">{t('detail.table')}</Tabs.Tab>
        {(chart || figure) && <Tabs.Tab value="chart">{t('disclosure:chart.name')}</Tabs.Tab>}
        <Tabs.Tab value="context">{t('detail.context')}</Tabs.Tab>
        <Tabs.Tab value="sql">SQL</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="table" className={styles.panel}>
        <div className={styles.tablePanel}>
          <ProtectionBar table={table} />
          {report && <FormReportView report={report} />}
          <ProtectedTableView table={table} id="output" datasets={datasets} />
        </div>
      </Tabs.Panel>
      <Tabs.Panel value="chart" className={styles.panel}>
        {figure ? (
          <OwnFigure outputId={outputId} item={place} title={item.title} />
        ) : (
          chart && <ProtectedChart table={table} chart={chart} datasets={datasets} />
        )}
      </Tabs.Panel>
      <Tabs.Panel value="context" className={styles.panel}>
        <OutputContextView context={context} />
        <ChoicesView choice={item.protection} table={table} relations={relations} />
      </Tabs.Panel>
      <Tabs.Panel value="sql" className={styles.panel}>
        <SqlText sql={sql} label="SQL" />
        <p className="vw-dim" style={{ padding: '0 14px' }}>
          {t('detail.extract')} <span className="vw-mono">{extractDigest}</span>
        </p>
      </Tabs.Panel>
    </Tabs>
  )
}

function Acts({ detail }: { detail: RouteOutput<'outputs.detail'> }) {
  const { t } = useTranslation('outputs')
  const language = useLanguage()
  const { output } = detail
  const [again, setAgain] = useState(false)
  const [exporting, setExporting] = useState(false)
  const withdraw = useAct('outputs.withdraw', { refreshes: ['outputs.list', 'outputs.detail'] })
  const whyNot = whyNotExport(output)

  async function exportIt() {
    if (!output.releaseId) return
    setExporting(true)
    const suggestedName = packageName(output.title, output.releaseId)
    const answer = await bridge.exportRelease({ releaseId: output.releaseId, suggestedName })
    setExporting(false)
    if (!answer.ok) {
      const { title, next } = answer.problem.words[language]
      showToast({ tone: 'danger', title, body: next })
    } else if (answer.value.saved !== null)
      showToast({ tone: 'good', title: t('export.done'), body: answer.value.saved })
  }

  async function withdrawIt() {
    const yes = await confirm({
      title: t('withdraw.title'),
      body: t('withdraw.body', { title: output.title }),
      confirmLabel: t('withdraw.do'),
      tone: 'danger',
    })
    if (!yes) return
    try {
      await withdraw.mutateAsync({ outputId: output.id })
    } catch (error) {
      const { title, next } = wordsOf(error, language)
      showToast({ tone: 'danger', title, body: next })
    }
  }

  return (
    <div className={styles.acts}>
      <Button
        leftSection={<IconDownload size={15} />}
        disabled={whyNot !== null}
        loading={exporting}
        onClick={() => void exportIt()}
        data-testid="export-release"
      >
        {t('export.do')}
      </Button>
      {canResubmit(output.state) && (
        <Button
          variant="light"
          leftSection={<IconRefresh size={15} />}
          onClick={() => setAgain(true)}
          data-testid="output-resubmit"
        >
          {t('resubmit.do')}
        </Button>
      )}
      {canWithdraw(output.state) && (
        <Button
          variant="default"
          leftSection={<IconPlayerEject size={15} />}
          loading={withdraw.isPending}
          onClick={() => void withdrawIt()}
          data-testid="output-withdraw"
        >
          {t('withdraw.do')}
        </Button>
      )}
      <span className={styles.why} data-testid="export-why-not">
        {whyNot ? t(`whyNotExport.${whyNot}`) : t('export.ready')}
      </span>
      {again && <Resubmit detail={detail} onClose={() => setAgain(false)} />}
    </div>
  )
}

function Comments({ output }: { output: RouteOutput<'outputs.detail'>['output'] }) {
  const { t } = useTranslation('outputs')
  if (output.comments.length === 0) return null
  return (
    <div className={styles.comments} data-testid="output-comments">
      {output.comments.map((comment, index) => (
        <Notice
          // biome-ignore lint/suspicious/noArrayIndexKey: comments are a fixed list
          key={index}
          tone={comment.decision === 'return' ? 'warning' : 'good'}
          title={t(`comment.${comment.decision}`, { round: comment.round })}
        >
          <div className={styles.comment}>{comment.comment}</div>
        </Notice>
      ))}
    </div>
  )
}
