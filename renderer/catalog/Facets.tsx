import { Button, Checkbox } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../shared/model/catalog.ts'
import styles from './Catalog.module.css'
import { type Choice, FACETS, facetValues, toggle } from './facets.ts'

export interface FacetsProps {
  datasets: readonly Dataset[]
  choice: Choice
  onChoice(choice: Choice): void
}

/** The facets with their values, folded until somebody narrows the list. */
export function Facets({ datasets, choice, onChoice }: FacetsProps) {
  const { t } = useTranslation('catalog')
  const chosen = FACETS.reduce((sum, facet) => sum + (choice[facet]?.length ?? 0), 0)
  return (
    <details className={styles.facets} data-testid="catalog-facets">
      <summary className={styles.facetsHead}>
        <IconFilter size={14} aria-hidden />
        {t('facets', { count: chosen })}
        {chosen > 0 && (
          <Button
            variant="subtle"
            size="compact-xs"
            onClick={(event) => {
              event.preventDefault()
              onChoice({})
            }}
            data-testid="catalog-facets-clear"
          >
            {t('facetsClear')}
          </Button>
        )}
      </summary>
      {FACETS.map((facet) => (
        <fieldset key={facet} className={styles.facet}>
          <legend>{t(`facet.${facet}.name`)}</legend>
          {facetValues(datasets, choice, facet).map(({ value, count }) => (
            <Checkbox
              key={value}
              size="xs"
              checked={choice[facet]?.includes(value) ?? false}
              disabled={count === 0 && !choice[facet]?.includes(value)}
              onChange={() => onChoice(toggle(choice, facet, value))}
              label={
                <>
                  {t(`facet.${facet}.${value}`)} <span className="vw-dim">{count}</span>
                </>
              }
              data-testid={`facet-${facet}-${value}`}
            />
          ))}
        </fieldset>
      ))}
    </details>
  )
}
