/** What the checks of a curve or a model measured, in one line, and for a model term by term. */
import { Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { FormReport } from '../../shared/model/output-form.ts'
import { formatNumber } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import styles from './FormReportView.module.css'

export function FormReportView({ report }: { report: FormReport }) {
  const { t } = useTranslation('forms')
  const language = useLanguage()
  const number = (value: number | null) =>
    value === null ? t('report.unknown') : formatNumber(value, language)
  const { threshold, rule, edition, confirmed } = report
  const facts =
    report.kind === 'survival'
      ? [
          t('report.steps', { times: number(report.times), steps: number(report.steps) }),
          t('report.threshold', { threshold }),
          t('report.recomputed'),
          t(report.measured ? 'report.measured' : 'report.unmeasured'),
        ]
      : [
          t('report.observations', { count: number(report.observations) as never }) +
            (report.observationsMeasured || report.observations === null ? '' : t('report.stated')),
          t('report.parameters', { count: number(report.parameters) as never }),
          t('report.df', { count: number(report.residualDf) as never, threshold }),
          t(`report.saturated.${report.saturated}`),
        ]
  return (
    <section className={styles.report} data-testid="form-report" data-kind={report.kind}>
      <p className={styles.line}>
        <strong className={styles.kind}>{t(`kind.${report.kind}`)}</strong>
        {facts.map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
        {rule !== null && (
          <span>
            {t('report.rule', { rule, edition: edition ?? '' })}
            {!confirmed && <em className={styles.unconfirmed}> {t('disclosure:rule.unconfirmed')}</em>}
          </span>
        )}
      </p>
      {report.kind === 'model' && (
        <Table className={styles.terms} withRowBorders striped>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('report.term')}</Table.Th>
              <Table.Th ta="right">{t('report.persons')}</Table.Th>
              <Table.Th>{t('report.how')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {report.terms.map(({ name, persons, measured }) => (
              <Table.Tr key={name}>
                <Table.Td>{name}</Table.Td>
                <Table.Td ta="right">{persons ?? '–'}</Table.Td>
                <Table.Td>
                  {t(
                    persons === null && measured
                      ? 'report.continuous'
                      : measured
                        ? 'report.byEnvironment'
                        : 'report.notMeasured',
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </section>
  )
}
