"""What can go wrong with a photo of the week."""

from shared.errors import DomainError, Invalid, NotFound


class PhotoTooLarge(Invalid):
    code = "photo_too_large"
    title_ja = "写真が大きすぎます（8 MBまで）。小さくするか、別の写真を選んでください"


class NotAPhoto(Invalid):
    code = "not_a_photo"
    title_ja = "写真として読めませんでした。JPEG・PNG・WebP の写真を選んでください"


class PhotoIsHeic(Invalid):
    code = "photo_is_heic"
    title_ja = (
        "この写真は iPhone 専用の形式（HEIC）です。設定の「カメラ」→「フォーマット」で「互換性優先」にして撮り直すか、"
        "写真を画面に出してスクリーンショットを撮り、それを選んでください"
    )


class CannotReadPhotos(DomainError):
    """The process that reads them could not be started."""

    status = 503
    code = "cannot_read_photos"
    title_ja = "いまは写真を読めません。少し待ってからお試しください"


class NoSuchPhoto(NotFound):
    code = "no_such_photo"
    title_ja = "その写真はありません"
