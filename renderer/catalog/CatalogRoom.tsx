/** The catalog: search and facets on the left, a dataset or the hits of the search on the right. Open to everybody. */
import { Button, CloseButton, TextInput } from '@mantine/core'
import { IconBooks, IconLink, IconSearch } from '@tabler/icons-react'
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { useAnswer } from '../client/calls.ts'
import { queryWords } from '../client/fold.ts'
import { wordsOf } from '../client/problem-words.ts'
import { Awaited } from '../ui/Awaited.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { useLanguage } from '../ui/language.ts'
import { Page } from '../ui/Page.tsx'
import { Panes } from '../ui/Panes.tsx'
import styles from './Catalog.module.css'
import { closeQueries } from './close-words.ts'
import { DatasetList } from './DatasetList.tsx'
import { DatasetPage } from './DatasetPage.tsx'
import { Facets } from './Facets.tsx'
import { type Choice, chooseDatasets } from './facets.ts'
import { Linkability } from './Linkability.tsx'
import { focusHit, SearchHits } from './SearchHits.tsx'
import { makeIndex, searchCatalog } from './search.ts'

/** Stands in the address where a database's id would; no database is called so. */
const LINKAGE = 'linkage'

export function CatalogRoom() {
  const { t } = useTranslation('catalog')
  const language = useLanguage()
  const [location, go] = useLocation()
  const [datasetId = null, table = null, variable = null] = location.split('/').slice(1).filter(Boolean)
  const [query, setQuery] = useState('')
  const [choice, setChoice] = useState<Choice>({})
  const sought = useDeferredValue(query)
  const box = useRef<HTMLInputElement>(null)
  const answer = useAnswer('catalog.datasets', {})
  const datasets = answer.data?.datasets
  const index = useMemo(() => makeIndex(datasets ?? []), [datasets])
  const hits = useMemo(() => searchCatalog(index, sought), [index, sought])
  const instead = useMemo(() => (hits.length === 0 ? closeQueries(index, sought) : []), [hits, index, sought])
  const searching = queryWords(sought).length > 0
  const chosen = useMemo(() => chooseDatasets(datasets ?? [], choice), [datasets, choice])
  const dataset = datasets?.find(({ id }) => id === datasetId)

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA)$/.test(event.target.tagName)
      if (event.key !== '/' || typing) return
      event.preventDefault()
      box.current?.focus()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])

  function open(id: string, ofTable?: string, named?: string) {
    setQuery('')
    go(['', id, ofTable, named].filter((part) => part !== undefined).join('/'))
  }

  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      flush
      testId="catalog"
      actions={
        <>
          <Button
            variant={datasetId === LINKAGE ? 'light' : 'default'}
            leftSection={<IconLink size={15} />}
            onClick={() => open(LINKAGE)}
            data-testid="catalog-linkage"
          >
            {t('linkage.open')}
          </Button>
          <TextInput
            ref={box}
            size="xs"
            w={340}
            leftSection={<IconSearch size={15} />}
            rightSection={
              query && <CloseButton size="xs" aria-label={t('search.clear')} onClick={() => setQuery('')} />
            }
            placeholder={t('search.placeholder')}
            aria-label={t('search.name')}
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setQuery('')
              // The list of databases stands between the box and the hits.
              if (event.key === 'ArrowDown' && focusHit(document, 0)) event.preventDefault()
            }}
            data-testid="catalog-search"
          />
        </>
      }
    >
      <Awaited
        problem={answer.isError ? wordsOf(answer.error, language) : null}
        ready={datasets !== undefined}
        retry={[t('retry'), () => void answer.refetch()]}
      >
        {datasets && (
          <Panes
            id="catalog"
            orientation="horizontal"
            panes={[
              {
                id: 'catalog-list',
                defaultSize: 300,
                minSize: 210,
                keepsPixels: true,
                content: (
                  <div className={styles.side}>
                    <Facets datasets={datasets} choice={choice} onChoice={setChoice} />
                    <DatasetList datasets={chosen} chosen={datasetId} onChoose={(id) => open(id)} />
                  </div>
                ),
              },
              {
                id: 'catalog-main',
                minSize: 420,
                content: searching ? (
                  <SearchHits
                    hits={hits}
                    query={sought}
                    instead={instead}
                    onQuery={(asked) => {
                      setQuery(asked)
                      box.current?.focus()
                    }}
                    onOpen={open}
                  />
                ) : datasetId === LINKAGE ? (
                  <Linkability datasets={datasets} onOpen={open} />
                ) : dataset ? (
                  <DatasetPage
                    key={dataset.id}
                    dataset={dataset}
                    all={datasets}
                    table={table}
                    variable={variable}
                    onOpen={open}
                  />
                ) : (
                  <EmptyState icon={<IconBooks size={42} stroke={1.2} />} title={t('choose')}>
                    {t('chooseNext')}
                  </EmptyState>
                ),
              },
            ]}
          />
        )}
      </Awaited>
    </Page>
  )
}
