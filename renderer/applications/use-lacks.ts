import { useMemo } from 'react'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import type { ApplicationForm } from '../../shared/model/application-form.ts'
import { type Lack, lacksOf } from '../../shared/model/application-lacks.ts'
import type { Dataset } from '../../shared/model/catalog.ts'
import { japanDay } from '../../shared/model/japan-time.ts'
import { useAnswer } from '../client/calls.ts'

/** The catalog, which every form is written against; undefined until it is there. */
export const useDatasets = (): readonly Dataset[] | undefined =>
  useAnswer('catalog.datasets', {}).data?.datasets

/** What the form lacks, judged as the environment will judge it; null until the catalog is there. */
export function useLacks(
  { applicantLogin, confirmed, amendsLinkage }: RouteOutput<'applications.detail'>,
  form: ApplicationForm,
): Lack[] | null {
  const datasets = useDatasets()
  return useMemo(
    () =>
      datasets
        ? lacksOf(form, {
            datasets,
            applicant: applicantLogin,
            confirmed: confirmed.map(({ login }) => login),
            today: japanDay(new Date()),
            amendsLinkage,
          })
        : null,
    [datasets, form, applicantLogin, confirmed, amendsLinkage],
  )
}
