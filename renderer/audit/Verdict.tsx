import { useTranslation } from 'react-i18next'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import { formatNumber } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'

/** What computing the whole chain again found. */
export function Verdict({ verdict }: { verdict: RouteOutput<'audit.verify'> }) {
  const { t } = useTranslation('audit')
  const language = useLanguage()
  const shown = formatNumber(verdict.entries, language)
  return (
    <Notice
      tone={verdict.holds ? 'good' : 'danger'}
      title={
        verdict.holds
          ? t('verify.holds', { shown })
          : verdict.firstBad === null
            ? t('verify.cut')
            : t('verify.broken', { seq: verdict.firstBad })
      }
      next={
        verdict.holds ? (
          <>
            {t('verify.head')} <span className="vw-mono">{verdict.head}</span>
          </>
        ) : (
          t('verify.brokenNext')
        )
      }
      testId="audit-verdict"
    />
  )
}
