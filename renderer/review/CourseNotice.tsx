/**
 * Says when one reviewer is enough for an output, why, and what that rests on; and where the operator allows one but two
 * are asked, what stands against it.
 */
import { useTranslation } from 'react-i18next'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import { formatMoment } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import styles from './DecisionPanel.module.css'

export function CourseNotice({ desk }: { desk: RouteOutput<'reviews.desk'> }) {
  const { t } = useTranslation('review')
  const language = useLanguage()
  const { course } = desk.detail.output
  if (course.kind === 'full') return <WhyTwo reasons={desk.whyTwo} />
  if (course.kind === 'low-risk') {
    const { outputClasses, leastPersons, maxCells } = course.class
    return (
      <Notice tone="info" title={t('course.lowRisk.title')} testId="course-low-risk">
        {t('course.lowRisk.body', { classes: outputClasses.join(t('course.comma')), leastPersons, maxCells })}
      </Notice>
    )
  }
  return (
    <Notice tone="info" title={t('course.reuse.title')} testId="course-reuse">
      {t('course.reuse.body', {
        output: desk.reusedTitle ?? course.outputId,
        round: course.round,
        when: formatMoment(course.decidedAt, language),
      })}
    </Notice>
  )
}

function WhyTwo({ reasons }: { reasons: RouteOutput<'reviews.desk'>['whyTwo'] }) {
  const { t } = useTranslation('review')
  if (reasons.length === 0) return null
  return (
    <section className={styles.whyTwo} data-testid="why-two">
      <div>{t('whyTwo.title')}</div>
      <ul>
        {reasons.map(({ way, why }) => (
          <li key={way}>
            {way !== 'policy' && <span className="vw-dim">{t(`whyTwo.way.${way}`)} </span>}
            {t(`whyTwo.why.${why}`)}
          </li>
        ))}
      </ul>
    </section>
  )
}
