import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../shared/model/catalog.ts'
import styles from './Catalog.module.css'
import { type Choice, FACETS, facetValues, toggle } from './facets.ts'

export interface FacetsProps {
  datasets: readonly Dataset[]
  choice: Choice
  onChoice(choice: Choice): void
}

export function Facets({ datasets, choice, onChoice }: FacetsProps) {
  const { t } = useTranslation('catalog')
  return (
    <div className={styles.facets} data-testid="catalog-facets">
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
    </div>
  )
}
