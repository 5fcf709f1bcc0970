/** All permits: who may work until when, and what ended. An operator ends one and sees its certificate of erasure. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RegisteredPermit } from '../../shared/contract/permits.ts'
import { daysLeft, type ErasureCertificate } from '../../shared/model/permit.ts'
import { useAct, useAnswer } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { useVisitor } from '../client/session.ts'
import { Awaited } from '../ui/Awaited.tsx'
import { formatNumber, formatShortDay } from '../ui/formats.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import styles from './Audit.module.css'
import { japanTime } from './detail-text.ts'
import { EndPermit } from './EndPermit.tsx'
import { ErasureCertificateView } from './ErasureCertificateView.tsx'

export function PermitsTable() {
  const { t } = useTranslation('audit')
  const language = useLanguage()
  const isOperator = useVisitor().roles.includes('operator')
  const answer = useAnswer('permits.register', {}, { refetchInterval: 30_000 })
  const [ending, setEnding] = useState<RegisteredPermit | null>(null)
  const [shown, setShown] = useState<{ permit: RegisteredPermit; certificate: ErasureCertificate } | null>(
    null,
  )
  // An ended permit answers the certificate it has.
  const ask = useAct('permits.end', { refreshes: ['permits.register'] })
  const listed = answer.data?.permits
  return (
    <Awaited
      problem={answer.isError ? wordsOf(answer.error, language) : null}
      ready={listed !== undefined}
      retry={[t('retry'), () => void answer.refetch()]}
    >
      <div className={styles.peopleScroller}>
        {ask.error && <Notice tone="danger" {...wordsOf(ask.error, language)} />}
        {listed?.length === 0 ? (
          <p className={styles.none}>{t('permits.none')}</p>
        ) : (
          <table className={`${styles.people} ${styles.conflicts}`} data-testid="permits">
            <thead>
              <tr>
                {(['title', 'period', 'people', 'state'] as const).map((name) => (
                  <th key={name} scope="col">
                    {t(`permits.column.${name}`)}
                  </th>
                ))}
                <th scope="col">
                  <span className="vw-visually-hidden">{t('permits.column.act')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {listed?.map((permit) => (
                <tr key={permit.id} data-testid={`permit-${permit.id}`} data-state={permit.state}>
                  <td className={styles.wide}>
                    {bilingual(language, permit, 'title')}
                    <div className="vw-mono vw-dim">{permit.id}</div>
                  </td>
                  <td className={styles.stands}>
                    {formatShortDay(permit.from, language)} – {formatShortDay(permit.until, language)}
                  </td>
                  <td>
                    {permit.people.map(({ id, name }) => name?.[language] ?? id).join(t('conflicts.comma'))}
                  </td>
                  <td>
                    <State permit={permit} />
                  </td>
                  <td className={styles.count}>
                    {isOperator &&
                      (permit.ended === null ? (
                        <Button
                          variant="default"
                          color="red"
                          size="compact-xs"
                          onClick={() => setEnding(permit)}
                          data-testid="permit-end"
                        >
                          {t('permits.end.open')}
                        </Button>
                      ) : (
                        <Button
                          variant="subtle"
                          size="compact-xs"
                          loading={ask.isPending && ask.variables.permitId === permit.id}
                          onClick={() =>
                            ask.mutate(
                              { permitId: permit.id, reason: permit.ended?.reason ?? '' },
                              { onSuccess: (certificate) => setShown({ permit, certificate }) },
                            )
                          }
                          data-testid="permit-certificate"
                        >
                          {t('permits.certificate.open')}
                        </Button>
                      ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      {ending && (
        <EndPermit
          permit={ending}
          onClose={() => setEnding(null)}
          onEnded={(certificate) => {
            setShown({ permit: ending, certificate })
            setEnding(null)
          }}
        />
      )}
      {shown && <ErasureCertificateView {...shown} onClose={() => setShown(null)} />}
    </Awaited>
  )
}

/** How a permit stands; one that is over keeps its data until somebody ends it, and says so. */
function State({ permit }: { permit: RegisteredPermit }) {
  const { t } = useTranslation('audit')
  const language = useLanguage()
  if (permit.ended) {
    const { at, by, reason } = permit.ended
    return (
      <>
        {t(permit.erasedAt ? 'permits.state.erased' : 'permits.state.ended', { when: japanTime(at) })}
        <div className="vw-dim">
          {by?.[language]} {reason}
        </div>
      </>
    )
  }
  const left = daysLeft(permit, new Date())
  if (left === 0) return <span className={styles.before}>{t('permits.state.over')}</span>
  return t(`permits.state.${permit.state === 'in-force' ? 'inForce' : 'provisioning'}`, {
    days: formatNumber(left, language),
  })
}
