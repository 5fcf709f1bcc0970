/**
 * Editor tabs and what became of their last run. The SQL is remembered on this machine for the person and permit it
 * was written under; results are not, they live in the environment.
 */

import type { z } from 'zod'
import { create } from 'zustand'
import type { QueryView } from '../../shared/contract/queries.ts'
import { ChartSpec } from '../../shared/model/chart.ts'
import type { Problem } from '../../shared/model/problem.ts'

export type Query = z.infer<typeof QueryView>

export interface EditorTab {
  id: string
  name: string
  sql: string
}

/** One statement that was run, or waits for those before it. */
export interface Run {
  /** The text that was sent, and where it stands in the tab: offset of its first character. */
  sql: string
  start: number
  startedAt: number
  running: boolean
  cancelling: boolean
  query: Query | null
  problem: Problem | null
}

/** What was run in a tab last: one statement or several, each with a result of its own. */
export interface Script {
  startedAt: number
  /** One at least. */
  runs: readonly Run[]
  /** Which of them is looked at. */
  shown: number
}

interface TabsState {
  /** `visitor/permit` the tabs belong to; null before one is opened. */
  owner: string | null
  tabs: EditorTab[]
  active: string
  scripts: Record<string, Script>
  /** How the result of a query was last looked at, by the query’s text. */
  charts: Record<string, ChartSpec>
  /** The statement whose plan was asked for in a tab; `asked` tells two askings apart. */
  plans: Record<string, { sql: string; asked: number }>
  /** Tabs that were closed here, the last one last. */
  closed: readonly EditorTab[]
}

export const useTabs = create<TabsState>(() => ({
  owner: null,
  tabs: [],
  active: '',
  scripts: {},
  charts: {},
  plans: {},
  closed: [],
}))

const MOST_CLOSED = 20
const MOST_CHARTS = 100
type Kept = Pick<TabsState, 'tabs' | 'active'> & Partial<Pick<TabsState, 'closed' | 'charts'>>
const keyOf = (owner: string): string => `vw.tabs.${owner}`
const newId = (): string => crypto.randomUUID()

function remembered(owner: string): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(owner)) ?? 'null')
    return Array.isArray(kept?.tabs) && kept.tabs.length > 0 ? kept : null
  } catch {
    return null
  }
}

useTabs.subscribe(({ owner, tabs, active, closed, charts }, before) => {
  const isSame = tabs === before.tabs && active === before.active && charts === before.charts
  if (owner === null || owner !== before.owner || isSame) return
  localStorage.setItem(keyOf(owner), JSON.stringify({ tabs, active, closed, charts } satisfies Kept))
})

/** Charts that this version can read; of others the query’s first sight is shown. */
const readCharts = (kept: unknown): Record<string, ChartSpec> =>
  Object.fromEntries(
    Object.entries(kept ?? {}).flatMap(([sql, chart]) => {
      const read = ChartSpec.safeParse(chart)
      return read.success ? [[sql, read.data]] : []
    }),
  )

/** Shows the tabs of a person under a permit; the first time those given. Runs of others are left behind. */
export function openTabs(owner: string, first: readonly { name: string; sql: string }[]): void {
  if (useTabs.getState().owner === owner) return
  const kept = remembered(owner)
  const tabs = kept?.tabs ?? first.map((tab) => ({ id: newId(), ...tab }))
  useTabs.setState({
    owner,
    tabs,
    active: kept?.active ?? tabs[0]?.id ?? '',
    scripts: {},
    charts: readCharts(kept?.charts),
    plans: {},
    closed: kept?.closed ?? [],
  })
}

/** Forgets runs of the person who leaves; the SQL and its charts stay remembered for their return. */
export const leaveTabs = (): void =>
  useTabs.setState({ owner: null, tabs: [], active: '', scripts: {}, charts: {}, plans: {}, closed: [] })

/** The first where the one that was active is gone. */
export const activeTab = ({ tabs, active }: TabsState): EditorTab | undefined =>
  tabs.find(({ id }) => id === active) ?? tabs[0]

/** At the end, and active. */
export function addTab({ name, sql }: { name: string; sql: string }): void {
  const tab = { id: newId(), name, sql }
  useTabs.setState(({ tabs }) => ({ tabs: [...tabs, tab], active: tab.id }))
}

/** A second tab with the text of another, right behind it and in front. */
export function duplicateTab(id: string, name: string): void {
  useTabs.setState(({ tabs, active }) => {
    const at = tabs.findIndex((tab) => tab.id === id)
    const copied = tabs[at]
    if (!copied) return { active }
    const tab = { id: newId(), name, sql: copied.sql }
    return { tabs: tabs.toSpliced(at + 1, 0, tab), active: tab.id }
  })
}

/** The last one stays. What was written in it can be brought back. */
export function closeTab(id: string): void {
  useTabs.setState(({ tabs, active, scripts, closed }) => {
    if (tabs.length < 2) return {}
    const at = tabs.findIndex((tab) => tab.id === id)
    const left = tabs.filter((tab) => tab.id !== id)
    const { [id]: _gone, ...rest } = scripts
    const gone = tabs[at]
    return {
      closed: gone?.sql.trim() ? [...closed, gone].slice(-MOST_CLOSED) : closed,
      tabs: left,
      scripts: rest,
      active: active === id ? (left[Math.max(0, at - 1)]?.id ?? '') : active,
    }
  })
}

/** Opens the tab that was closed last again, with its text. */
export function reopenTab(): void {
  useTabs.setState(({ tabs, closed }) => {
    const last = closed.at(-1)
    return last ? { tabs: [...tabs, last], active: last.id, closed: closed.slice(0, -1) } : {}
  })
}

/** Brings the next tab to the front, or the one before; round at the ends. */
export function stepTab(step: 1 | -1): void {
  useTabs.setState(({ tabs, active }) => {
    const at = tabs.findIndex(({ id }) => id === active)
    return { active: tabs[(at + step + tabs.length) % tabs.length]?.id ?? active }
  })
}

/** Makes it the one on screen. */
export const chooseTab = (id: string): void => useTabs.setState({ active: id })

/** Its name or its text. */
export function changeTab(id: string, part: Partial<Pick<EditorTab, 'name' | 'sql'>>): void {
  useTabs.setState(({ tabs }) => ({ tabs: tabs.map((tab) => (tab.id === id ? { ...tab, ...part } : tab)) }))
}

/** Parts of one of the runs of a tab; nothing where it is not there. */
export function changeRun(tabId: string, index: number, part: Partial<Run>): void {
  useTabs.setState(({ scripts }) => {
    const script = scripts[tabId]
    if (!script?.runs[index]) return {}
    const runs = script.runs.map((run, i) => (i === index ? { ...run, ...part } : run))
    return { scripts: { ...scripts, [tabId]: { ...script, runs } } }
  })
}

/** In the place of what the tab showed before. */
export const startScript = (tabId: string, script: Script): void =>
  useTabs.setState(({ scripts }) => ({ scripts: { ...scripts, [tabId]: script } }))

/** Looks at another of a tab's runs. */
export function showRun(tabId: string, shown: number): void {
  useTabs.setState(({ scripts }) => {
    const script = scripts[tabId]
    return script?.runs[shown] ? { scripts: { ...scripts, [tabId]: { ...script, shown } } } : {}
  })
}

/** Looks at the next run of a tab, or the one before; round at the ends. */
export function stepRun(tabId: string, step: 1 | -1): void {
  const script = useTabs.getState().scripts[tabId]
  if (script) showRun(tabId, (script.shown + step + script.runs.length) % script.runs.length)
}

/** False while it waits; and for good where a statement before it did not end well. */
export const hasBegun = ({ running, query, problem }: Run): boolean =>
  running || query !== null || problem !== null

/** The run that is looked at in a script. */
export const shownRun = (script: Script | undefined): Run | undefined => script?.runs[script.shown]

/** The one that runs now, and its place; null where none does. */
export function runningRun(script: Script | undefined): { run: Run; index: number } | null {
  const index = script?.runs.findIndex(({ running }) => running) ?? -1
  const run = script?.runs[index]
  return run ? { run, index } : null
}

/** The plan of `sql`; asking the same again asks anew. */
export const askForPlan = (tabId: string, sql: string): void =>
  useTabs.setState(({ plans }) => ({ plans: { ...plans, [tabId]: { sql, asked: Date.now() } } }))

/** The chart somebody chose for the result of a text, blanks around it aside. */
export const chartOf = ({ charts }: Pick<TabsState, 'charts'>, sql: string): ChartSpec | undefined =>
  charts[sql.trim()]

/** The chart is shown again when the query is; of very many queries, the last. */
export const rememberChart = (sql: string, chart: ChartSpec): void =>
  useTabs.setState(({ charts }) => {
    const { [sql.trim()]: _before, ...others } = charts
    return {
      charts: Object.fromEntries([...Object.entries(others), [sql.trim(), chart]].slice(-MOST_CHARTS)),
    }
  })

/** Shows the result of an earlier query in a new tab. */
export function reopen(query: Query, name: string): void {
  const tab = { id: newId(), name, sql: query.sql }
  const startedAt = Date.now()
  const run: Run = {
    sql: query.sql,
    start: 0,
    startedAt,
    running: false,
    cancelling: false,
    query,
    problem: null,
  }
  useTabs.setState(({ tabs, scripts }) => ({
    tabs: [...tabs, tab],
    active: tab.id,
    scripts: { ...scripts, [tab.id]: { startedAt, runs: [run], shown: 0 } },
  }))
}
