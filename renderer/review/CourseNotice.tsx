/** Says when one reviewer is enough for an output, why, and what that rests on. Nothing for the ordinary two. */
import { useTranslation } from 'react-i18next'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import { formatMoment } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'

export function CourseNotice({ output }: { output: RouteOutput<'reviews.desk'>['detail']['output'] }) {
  const { t } = useTranslation('review')
  const language = useLanguage()
  const { course } = output
  if (course.kind === 'full') return null
  if (course.kind === 'low-risk') {
    const { outputClasses, leastPersons, maxCells } = course.class
    return (
      <Notice tone="info" title={t('course.lowRisk.title')} testId="course-low-risk">
        {t('course.lowRisk.body', { classes: outputClasses.join('、'), leastPersons, maxCells })}
      </Notice>
    )
  }
  return (
    <Notice tone="info" title={t('course.reuse.title')} testId="course-reuse">
      {t('course.reuse.body', {
        release: course.releaseId,
        output: course.outputId,
        round: course.round,
        when: formatMoment(course.decidedAt, language),
      })}
    </Notice>
  )
}
