// A phone's photo is several megabytes: it is made small before it is sent. The server trusts none of it and does the same.
"use strict";

const LONG_SIDE = 1280;

document.addEventListener("change", async (event) => {
  const field = event.target;
  const [chosen] = field.matches("input[type=file][accept^='image/']") ? field.files : [];
  if (!chosen) return;
  const smaller = await shrunk(chosen).catch(() => null); // what this phone can't read, the server says in words
  if (!smaller || smaller.size >= chosen.size || field.files[0] !== chosen) return;
  const files = new DataTransfer();
  files.items.add(new File([smaller], "photo.jpg", { type: "image/jpeg" }));
  field.files = files.files;
});

async function shrunk(file) {
  const image = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONG_SIDE / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  const paper = canvas.getContext("2d");
  paper.fillStyle = "white";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
}
