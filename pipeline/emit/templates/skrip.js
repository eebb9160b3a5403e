(() => {
  "use strict";
  const saringan = document.getElementById("saringan");
  const semua = [...document.querySelectorAll("article.temuan")];
  if (!saringan || semua.length === 0) return;

  const hitungan = document.getElementById("hitungan");
  const takAda = document.getElementById("tak-ada");
  const bagianUnit = [...document.querySelectorAll("section.unit")];
  const sekelompok = [...document.querySelectorAll("details.sekelompok")];
  const pilihan = ["unit", "tingkat", "status", "keputusan", "aturan", "indikator", "cari"]
    .filter((nama) => saringan.elements[nama]);
  const teksTemuan = new Map();

  const rata = (teks) => teks.toLowerCase().replace(/\s+/g, " ").trim();
  const teks = (temuan) => {
    if (!teksTemuan.has(temuan)) {
      const isi = [...temuan.children].filter((bagian) => !bagian.matches(".meja"));
      teksTemuan.set(temuan, rata(isi.map((bagian) => bagian.textContent).join(" ")));
    }
    return teksTemuan.get(temuan);
  };

  const cocokAturan = (temuan, aturan) =>
    aturan.startsWith("rumpun:")
      ? temuan.dataset.rumpun === aturan.slice("rumpun:".length)
      : temuan.dataset.aturan === aturan;

  const cocokKeputusan = (temuan, kata) =>
    kata === "belum" ? !temuan.dataset.keputusan : temuan.dataset.keputusan === kata;

  const cocok = (temuan, isi) =>
    ["unit", "tingkat", "status", "indikator"].every((nama) => !isi[nama] || temuan.dataset[nama] === isi[nama]) &&
    (!isi.keputusan || cocokKeputusan(temuan, isi.keputusan)) &&
    (!isi.aturan || cocokAturan(temuan, isi.aturan)) &&
    rata(isi.cari).split(" ").every((kata) => !kata || teks(temuan).includes(kata));

  const bacaIsi = () => Object.fromEntries(pilihan.map((nama) => [nama, saringan.elements[nama].value]));

  // The choice stands in the address, so that a filtered list can be linked and comes back on reload.
  const catat = (isi) => {
    const terisi = Object.entries(isi).filter(([, nilai]) => nilai);
    const alamat = terisi.length ? "#saring?" + new URLSearchParams(terisi) : "#daftar-temuan";
    if (terisi.length || location.hash.startsWith("#saring?")) history.replaceState(null, "", alamat);
  };

  const terapkan = (denganAlamat = true) => {
    const isi = bacaIsi();
    let tampak = 0;
    for (const temuan of semua) {
      temuan.hidden = !cocok(temuan, isi);
      if (!temuan.hidden) tampak += 1;
    }
    for (const lipatan of sekelompok) {
      const banyak = lipatan.querySelectorAll("article.temuan:not([hidden])").length;
      const utama = lipatan.parentElement.querySelector("article.temuan");
      lipatan.hidden = banyak === 0;
      lipatan.parentElement.hidden = banyak === 0 && utama.hidden;
      lipatan.querySelector(".banyak").textContent = banyak;
      if (banyak && utama.hidden) lipatan.open = true;
    }
    for (const bagian of bagianUnit) {
      const jumlah = bagian.querySelectorAll("article.temuan:not([hidden])").length;
      const semuanya = bagian.querySelectorAll("article.temuan").length;
      const keterangan = bagian.querySelector(".jumlah");
      bagian.hidden = jumlah === 0;
      keterangan.dataset.penuh ??= keterangan.textContent;
      keterangan.textContent = (jumlah < semuanya ? `${jumlah} dari ` : "") + keterangan.dataset.penuh;
    }
    hitungan.textContent = `${tampak} dari ${semua.length} temuan ditampilkan`;
    takAda.hidden = tampak > 0;
    document.body.classList.toggle("ringkas", saringan.elements.ringkas.checked);
    if (denganAlamat) catat(isi);
  };

  const setel = (isi) => {
    for (const nama of pilihan) saringan.elements[nama].value = isi[nama] || "";
  };

  const dariAlamat = () => {
    if (!location.hash.startsWith("#saring?")) return false;
    setel(Object.fromEntries(new URLSearchParams(location.hash.slice("#saring?".length))));
    return true;
  };

  // A link to a finding must show it, whatever is filtered away.
  const tampilkanTujuan = () => {
    const tujuan = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!tujuan) return;
    const lipatan = tujuan.closest("details.sekelompok:not([open])");
    if (lipatan) lipatan.open = true;
    if (tujuan.closest("[hidden]")) {
      setel({});
      terapkan(false);
    } else if (!lipatan) return;
    tujuan.scrollIntoView();
  };

  const pindah = (arah) => {
    const tampak = semua.filter((temuan) => !temuan.hidden);
    const kini = tampak.indexOf(document.activeElement.closest("article.temuan"));
    const tujuan = tampak[kini < 0 ? (arah > 0 ? 0 : tampak.length - 1) : kini + arah];
    if (tujuan) {
      const lipatan = tujuan.closest("details.sekelompok:not([open])");
      if (lipatan) lipatan.open = true;
      tujuan.focus({ preventScroll: true });
      tujuan.scrollIntoView({ block: "start" });
    }
  };

  saringan.addEventListener("input", () => terapkan());
  saringan.addEventListener("submit", (peristiwa) => peristiwa.preventDefault());
  saringan.addEventListener("reset", () => setTimeout(terapkan));
  window.addEventListener("hashchange", () => (dariAlamat() ? terapkan(false) : tampilkanTujuan()));

  document.addEventListener("click", (peristiwa) => {
    const tautan = peristiwa.target.closest("a[data-saring]");
    if (!tautan) return;
    peristiwa.preventDefault();
    setel(tautan.dataset);
    terapkan();
    const awal = tautan.dataset.status === "dugaan_salah_baca" ? "dugaan" : "daftar-temuan";
    document.getElementById(awal).scrollIntoView();
  });

  document.addEventListener("keydown", (peristiwa) => {
    if (peristiwa.ctrlKey || peristiwa.metaKey || peristiwa.altKey) return;
    if (peristiwa.target.closest("input, select, textarea")) return;
    if (peristiwa.key === "/") {
      peristiwa.preventDefault();
      saringan.elements.cari.focus();
    } else if (peristiwa.key === "j") pindah(1);
    else if (peristiwa.key === "k") pindah(-1);
  });

  // Folded tables and charts would be missing on paper.
  window.addEventListener("beforeprint", () => {
    for (const lipatan of document.querySelectorAll("details.panjang, details.penunjang, details.sekelompok")) lipatan.open = true;
  });

  // What is scrolled to must not end up under the filter, however many lines that takes.
  const beriRuang = () => {
    const gaya = getComputedStyle(saringan);
    const melekat = gaya.position === "sticky" ? saringan.offsetHeight + (parseFloat(gaya.top) || 0) : 0;
    document.documentElement.style.scrollPaddingTop = `${melekat + 12}px`;
  };
  new ResizeObserver(beriRuang).observe(saringan);

  saringan.hidden = false;
  beriRuang();
  const disaring = dariAlamat();
  terapkan(false);
  tampilkanTujuan();
  if (disaring) document.getElementById("daftar-temuan").scrollIntoView();
})();
