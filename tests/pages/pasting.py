"""Look-alike advertisements, written for the tests, and a market for them to be held against."""

from streamlit.testing.v1 import AppTest

from tests.ui.market import Row, spread, vacancy

# As such messages go round; no word of it is anybody's.
SCAM = """LOWONGAN KERJA ADMIN ONLINE SHOP
Kerja dari rumah cuma modal HP, gaji 18 juta per bulan!
Tugas cukup like dan subscribe video YouTube.
Pelamar wajib membayar deposit Rp200.000 untuk aktivasi akun.
Minat? Chat WA 0812-3456-7890"""
WELDER = """PT Baja Uji Nusantara membutuhkan Welder 6G
Tugas:
- Mengelas pipa dengan metode GTAW
- Membaca gambar teknik
Syarat:
- Pendidikan minimal SMK
- Pengalaman minimal 2 tahun
- Memiliki sertifikat welder 6G
Gaji: Rp6.500.000 - Rp7.500.000 per bulan
Penempatan: Batam
Kirim lamaran ke rekrutmen@bajauji.example atau datang ke Jl. Uji No. 1 Batam."""
LIMITS = """Dibutuhkan staf administrasi
Usia maksimal 25 tahun
Belum menikah
Berpenampilan menarik
Ijazah asli ditahan selama kontrak
Hubungi Ibu Rina 0812-3456-7890"""
ENGLISH = """We are looking for a Data Analyst in Jakarta Selatan.
Responsibilities:
- Build dashboards in Power BI
- Write SQL queries
Requirements:
- Bachelor degree in Statistics
- At least 3 years of experience
Salary: IDR 10.000.000 - 14.000.000 per month
Apply at https://karir.contoh.example"""
NONSENSE = "asdf qwer zxcv 12345 asdf lorem ipsum dolor sit amet consectetur"


def welders() -> list[Row]:
    """Forty welders in Batam, Rp5 to 8.9 million: 30 ask SMP or SMA, 10 SMK; all name pipes."""
    return [
        vacancy(
            i, posted=day, occupation="7212", province="21", regency="2171", employer=i % 9,
            wage_period="month", wage_currency="IDR", wage_min_idr=5_000_000 + 100_000 * i,
            wage_max_idr=5_000_000 + 100_000 * i, description_characters=900 + 10 * i,
            education_min="smk" if i % 4 == 0 else "smp", experience_min_years=1.0 + i % 2,
            age_max=30 if i % 2 else None,
            asks=("pipe-welding", "shielded-metal-arc-welding"),
        )
        for i, day in enumerate(spread("2026-10", 40))
    ]  # fmt: skip


def paste(page: AppTest, name: str, text: str, **fields: str) -> AppTest:
    """The page after its form was filled in and sent."""
    page.text_area(key=f"{name}-description").set_value(text)
    for key, value in fields.items():
        page.text_input(key=f"{name}-{key}").set_value(value)
    page.button[0].click().run()
    assert not page.exception
    return page
