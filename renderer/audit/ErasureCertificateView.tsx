/** What was erased when a permit ended, as the environment signed it: to read, to print, and in a browser to save. */
import { Button, Group, Modal } from '@mantine/core'
import { IconDownload, IconPrinter } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { RegisteredPermit } from '../../shared/contract/permits.ts'
import type { ErasureCertificate } from '../../shared/model/permit.ts'
import { bridge } from '../client/bridge.ts'
import { downloadInBrowser } from '../client/browser-download.ts'
import { formatBytes, formatNumber } from '../ui/formats.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import { PrintCopy } from '../ui/PrintCopy.tsx'
import styles from './Audit.module.css'
import { japanTime } from './detail-text.ts'

export interface ErasureCertificateViewProps {
  permit: RegisteredPermit
  certificate: ErasureCertificate
  onClose(): void
}

export function ErasureCertificateView({ permit, certificate, onClose }: ErasureCertificateViewProps) {
  const { t } = useTranslation('audit')
  const save = () =>
    downloadInBrowser(
      new TextEncoder().encode(JSON.stringify(certificate, null, 2)),
      `erasure-${certificate.permitId}.json`,
      'application/json',
    )
  return (
    <Modal opened onClose={onClose} title={t('permits.certificate.title')} size="xl">
      <div data-testid="erasure-certificate">
        <Content permit={permit} certificate={certificate} />
      </div>
      <PrintCopy>
        <h1>{t('permits.certificate.title')}</h1>
        <Content permit={permit} certificate={certificate} />
      </PrintCopy>
      <Group justify="flex-end" gap="xs" mt="sm">
        <Button
          variant="default"
          leftSection={<IconPrinter size={15} />}
          onClick={() => window.print()}
          data-testid="certificate-print"
        >
          {t('use.print')}
        </Button>
        {bridge.host === 'browser' && (
          <Button
            variant="default"
            leftSection={<IconDownload size={15} />}
            onClick={save}
            data-testid="certificate-save"
          >
            JSON
          </Button>
        )}
        <Button onClick={onClose} data-autofocus>
          {t('permits.certificate.close')}
        </Button>
      </Group>
    </Modal>
  )
}

function Content({ permit, certificate }: Pick<ErasureCertificateViewProps, 'permit' | 'certificate'>) {
  const { t } = useTranslation('audit')
  const language = useLanguage()
  const { files, kept = [], extractDigests } = certificate
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const facts: [string, React.ReactNode][] = [
    [t('permits.column.title'), bilingual(language, permit, 'title')],
    [
      'ID',
      <span key="id" className="vw-mono">
        {certificate.permitId}
      </span>,
    ],
    [t('permits.certificate.ended'), japanTime(certificate.endedAt)],
    [t('permits.certificate.erased'), japanTime(certificate.erasedAt)],
    [t('permits.certificate.reason'), certificate.reason],
    [
      t('permits.certificate.files'),
      t('permits.certificate.filesText', {
        count: files.length,
        shown: formatNumber(files.length, language),
        bytes: formatBytes(bytes),
      }),
    ],
    [
      t('permits.certificate.kept'),
      kept.length === 0
        ? t('permits.certificate.keptNone')
        : t('permits.certificate.keptLedger', {
            count: kept.length,
            shown: formatNumber(kept.length, language),
          }),
    ],
    ...extractDigests.map((digest): [string, React.ReactNode] => [
      t('permits.certificate.extract'),
      <span key={digest} className="vw-mono">
        {digest}
      </span>,
    ]),
    [
      t('permits.certificate.fingerprint'),
      <span key="f" className="vw-mono">
        {certificate.fingerprint}
      </span>,
    ],
    [
      t('permits.certificate.signature'),
      <span key="s" className="vw-mono">
        {certificate.signature}
      </span>,
    ],
  ]
  return (
    <>
      <dl className={styles.certificate}>
        {facts.map(([term, value]) => (
          <div key={`${term} ${String(value)}`}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.files}>
        <table className={styles.people}>
          <thead>
            <tr>
              <th scope="col">{t('permits.certificate.path')}</th>
              <th scope="col" className={styles.count}>
                {t('permits.certificate.bytes')}
              </th>
              <th scope="col">SHA-256</th>
            </tr>
          </thead>
          <tbody>
            {files.map((file) => (
              <tr key={file.path}>
                <td className="vw-mono">{file.path}</td>
                <td className={styles.count}>{formatNumber(file.bytes, language)}</td>
                <td className="vw-mono">{file.sha256}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
