(() => {
  "use strict";
  // The reviewer's desk: buttons on the report. Texts reach the page as text nodes only.
  const kata = {
    setuju: "Disetujui", tolak: "Ditolak", bentrok: "Keputusan bentrok", usang: "Putuskan lagi: bukti berubah",
  };
  let keadaan = { temuan: {}, angka: {}, uji: {}, bukti: {} };

  const buat = (nama, sifat = {}, ...isi) => {
    const unsur = document.createElement(nama);
    for (const [kunci, nilai] of Object.entries(sifat)) {
      if (kunci in unsur && typeof nilai !== "string") unsur[kunci] = nilai;
      else unsur.setAttribute(kunci, nilai);
    }
    unsur.append(...isi);
    return unsur;
  };

  const bilah = buat("div", { class: "bilah-meja", role: "region", "aria-label": "Meja pemeriksa" });
  const nama = buat("input", { name: "pemeriksa", autocomplete: "name", required: true });
  const pesan = buat("p", { role: "status", "aria-live": "polite" });
  const terapan = buat("p");
  bilah.append(buat("div", { class: "lebar" }, buat("label", {}, "Pemeriksa: ", nama), pesan, terapan));
  document.body.prepend(bilah);
  new ResizeObserver(() => document.documentElement.style.setProperty("--tinggi-bilah", `${bilah.offsetHeight}px`)).observe(bilah);

  const kirim = async (permintaan) => {
    const jawaban = await fetch("api/putuskan", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...permintaan, pemeriksa: nama.value }),
    });
    const isi = await jawaban.json().catch(() => ({}));
    if (!jawaban.ok) throw new Error(isi.galat || "Keputusan tidak tersimpan; muat ulang halaman.");
    pesan.textContent = "Tersimpan.";
    return isi;
  };

  const gagal = (wadah, galat) => {
    wadah.querySelector(".galat")?.remove();
    const teks = galat instanceof TypeError ? "Meja pemeriksa tidak menjawab; apakah masih berjalan?" : galat.message;
    wadah.append(buat("p", { class: "galat", role: "alert" }, teks));
  };

  const isian = (wadah, judul, awal, simpan) => {
    wadah.querySelector("form")?.remove();
    const masukan = buat("input", { name: "isi", autocomplete: "off" });
    masukan.value = awal;
    const formulir = buat("form", {}, buat("label", {}, judul, masukan),
      buat("button", { type: "submit" }, "Simpan"), buat("button", { type: "button" }, "Batal"));
    formulir.lastChild.addEventListener("click", () => formulir.remove());
    formulir.addEventListener("submit", async (peristiwa) => {
      peristiwa.preventDefault();
      try {
        await simpan(masukan.value);
        formulir.remove();
        wadah.querySelector(".galat")?.remove();
      } catch (galat) { gagal(wadah, galat); }
    });
    wadah.append(formulir);
    masukan.focus();
  };

  const baris = (satu) =>
    buat("li", {}, buat("b", {}, satu.label), ` ${satu.pemeriksa}, ${satu.waktu}${satu.isi ? ": " + satu.isi : ""}`);

  const gambarTemuan = (temuan) => {
    const satu = keadaan.temuan[temuan.id.slice("temuan-".length)];
    if (!satu) return;
    temuan.dataset.keputusan = satu.kata;
    const kepala = temuan.querySelector("header");
    kepala.querySelector(".keputusan")?.remove();
    if (satu.kata) kepala.querySelector("h4").before(buat("span", { class: "cap keputusan" }, kata[satu.kata]));
    temuan.querySelector(".putusan")?.remove();
    const semua = [...satu.berlaku, ...satu.catatan];
    if (semua.length) temuan.querySelector(".meja").before(buat("ul", { class: "putusan" }, ...semua.map(baris)));
    for (const tombol of temuan.querySelectorAll(".meja button[data-jenis]"))
      tombol.setAttribute("aria-pressed", String(tombol.dataset.jenis === satu.kata));
    tawarkan(temuan.closest(".sebab")?.querySelector("article.temuan") ?? temuan);
  };

  const putuskan = async (temuan, jenis, isi) => {
    const id = temuan.id.slice("temuan-".length);
    const { kepala, sidik } = keadaan.temuan[id];
    keadaan.temuan[id] = await kirim({ jenis, temuan: id, isi, kepala, sidik });
    gambarTemuan(temuan);
  };

  const tekan = async (temuan, jenis) => {
    const meja = temuan.querySelector(".meja");
    if (jenis === "tolak") return isian(meja, "Alasan menolak", "", (isi) => putuskan(temuan, jenis, isi));
    if (jenis === "catatan") return isian(meja, "Catatan", "", (isi) => putuskan(temuan, jenis, isi));
    try {
      await putuskan(temuan, jenis, "");
      meja.querySelector(".galat")?.remove();
    } catch (galat) { gagal(meja, galat); }
  };

  // One cause, one decision: what was decided of the first may be said of the others at a press.
  const tawarkan = (temuan) => {
    const lipatan = temuan.parentElement.matches(".sebab") && temuan.parentElement.querySelector(".sekelompok");
    if (!lipatan) return;
    temuan.querySelector(".untuk-semua")?.remove();
    const satu = keadaan.temuan[temuan.id.slice("temuan-".length)];
    const putusan = satu?.berlaku.at(-1);
    const lain = [...lipatan.querySelectorAll("article.temuan")].filter((satu) => satu.querySelector(".meja") && !satu.dataset.keputusan);
    if (!putusan || putusan.jenis !== satu.kata || lain.length === 0) return;
    const kerja = putusan.jenis === "setuju" ? "Setujui" : "Tolak";
    const tombol = buat("button", { type: "button", class: "untuk-semua" },
      `${kerja} juga ${lain.length} temuan lain dengan sebab yang sama`);
    tombol.addEventListener("click", async () => {
      tombol.disabled = true;
      try {
        for (const satu of lain) await putuskan(satu, putusan.jenis, putusan.isi);
        tombol.remove();
      } catch (galat) { tombol.disabled = false; gagal(temuan.querySelector(".meja"), galat); }
    });
    temuan.querySelector(".meja").append(tombol);
  };

  const pasangTemuan = (temuan) => {
    const tombol = [["setuju", "Setuju"], ["tolak", "Tolak …"], ["catatan", "Catatan …"], ["cabut", "Cabut"]];
    const meja = buat("div", { class: "meja", role: "group", "aria-label": "Keputusan" },
      ...tombol.map(([jenis, teks]) => buat("button", { type: "button", "data-jenis": jenis }, teks)));
    temuan.querySelector(":scope > footer").before(meja);
    gambarTemuan(temuan);
  };

  const gambarAngka = (wadah, id) => {
    const satu = keadaan.angka[id];
    wadah.querySelector(".dibetulkan")?.remove();
    if (satu.kata === "betulkan")
      wadah.prepend(buat("span", { class: "dibetulkan" },
        `Dibetulkan menjadi ${satu.isi} oleh ${satu.berlaku.at(-1).pemeriksa}; dipakai pada pembacaan berikutnya.`));
    else if (satu.kata === "bentrok")
      wadah.prepend(buat("span", { class: "dibetulkan" },
        "Bentrok: " + satu.berlaku.map((b) => `${b.pemeriksa} ${b.isi || b.label}`).join("; ")));
    wadah.querySelector("[data-cabut]").hidden = satu.kata === "";
  };

  const pasangAngka = (tempat, id, temuan) => {
    const wadah = buat("span", { class: "betulkan", "data-angka": id },
      buat("button", { type: "button", "data-betulkan": "" }, "Betulkan bacaan …"), " ",
      buat("button", { type: "button", "data-cabut": "" }, "Cabut pembetulan"));
    const simpan = async (jenis, isi) => {
      const { kepala, sidik } = keadaan.angka[id];
      keadaan.angka[id] = await kirim({ jenis, angka: id, temuan, isi, kepala, sidik });
      for (const lain of document.querySelectorAll(".betulkan"))
        if (lain.dataset.angka === id) gambarAngka(lain, id);
    };
    wadah.addEventListener("click", async (peristiwa) => {
      if (peristiwa.target.matches("[data-betulkan]"))
        isian(wadah, "Angka seperti tercetak", "", (isi) => simpan("betulkan", isi));
      if (peristiwa.target.matches("[data-cabut]"))
        try { await simpan("cabut", ""); } catch (galat) { gagal(wadah, galat); }
    });
    tempat.append(wadah);
    gambarAngka(wadah, id);
  };

  const gambarUji = (wadah, id) => {
    for (const tombol of wadah.querySelectorAll("button[data-jawab]")) {
      const satu = keadaan.uji[id];
      tombol.setAttribute("aria-pressed", String(satu.kata === "uji" && satu.isi === tombol.dataset.jawab));
    }
  };

  const pasangUji = (tempat) => {
    const id = tempat.dataset.uji;
    if (!keadaan.uji[id]) return;
    const wadah = buat("span", { class: "uji", role: "group", "aria-label": "Jawaban" },
      buat("button", { type: "button", "data-jawab": "benar" }, "Bacaan benar"), " ",
      buat("button", { type: "button", "data-jawab": "salah" }, "Bacaan salah"));
    wadah.addEventListener("click", async (peristiwa) => {
      const jawab = peristiwa.target.dataset.jawab;
      if (!jawab) return;
      const { kepala, sidik } = keadaan.uji[id];
      try {
        keadaan.uji[id] = await kirim({ jenis: "uji", angka: id, isi: jawab, kepala, sidik });
        gambarUji(wadah, id);
      } catch (galat) { gagal(wadah, galat); }
    });
    tempat.querySelector(".jawaban")?.remove();
    tempat.append(wadah);
    gambarUji(wadah, id);
    pasangAngka(tempat, id, "");
  };

  document.addEventListener("click", (peristiwa) => {
    const tombol = peristiwa.target.closest(".meja button[data-jenis]");
    if (tombol) tekan(tombol.closest("article.temuan"), tombol.dataset.jenis);
  });

  document.addEventListener("keydown", (peristiwa) => {
    if (peristiwa.ctrlKey || peristiwa.metaKey || peristiwa.altKey) return;
    if (peristiwa.target.closest("input, select, textarea")) return;
    const jenis = { s: "setuju", t: "tolak", c: "catatan" }[peristiwa.key];
    const temuan = document.activeElement.closest("article.temuan");
    if (!jenis || !temuan) return;
    peristiwa.preventDefault();
    tekan(temuan, jenis);
  });

  const mulai = async () => {
    const jawaban = await fetch("api/keadaan");
    if (!jawaban.ok) throw new Error("Meja pemeriksa menolak halaman ini; buka lagi dari alamat yang tertulis.");
    keadaan = await jawaban.json();
    nama.value = keadaan.pemeriksa;
    terapan.textContent = `Supaya keputusan masuk ke tabel dan surat, baca lagi: ${keadaan.perintah}`;
    for (const temuan of document.querySelectorAll("article.temuan")) {
      if (keadaan.temuan[temuan.id.slice("temuan-".length)]) pasangTemuan(temuan);
    }
    for (const bukti of document.querySelectorAll("figure.bukti")) {
      const id = keadaan.bukti[bukti.dataset.bukti];
      if (id) pasangAngka(bukti.querySelector("figcaption"), id, bukti.closest("article.temuan").id.slice("temuan-".length));
    }
    for (const ragu of document.querySelectorAll("tr[data-angka]"))
      if (keadaan.angka[ragu.dataset.angka]) pasangAngka(ragu.lastElementChild, ragu.dataset.angka, "");
    for (const uji of document.querySelectorAll("[data-uji]")) pasangUji(uji);
    document.body.dataset.meja = "siap";
  };

  mulai().catch((galat) => gagal(bilah.firstChild, galat));
})();
