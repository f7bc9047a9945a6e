/* Pictures are made small on the device: 1600 px, JPEG. Drawing them anew leaves place and device behind and stands
them upright. */

import { ApiError } from "@/api";
import { t } from "@/i18n";

const LONGEST = 1600;
const QUALITIES = [0.8, 0.7, 0.55];
const ENOUGH = 780_000;
const SENT_AS_THEY_ARE = ["image/jpeg", "image/png", "image/webp"];

export function isPicture(file: File): boolean {
	return file.type.startsWith("image/") || /\.(jpe?g|png|webp|heic|heif)$/i.test(file.name);
}

/** The picture as it will be sent; a picture that this browser cannot read goes as it is, if the server takes it so. */
export async function downscaled(file: File): Promise<{ blob: Blob; name: string }> {
	const source = await decoded(file);
	if (!source) {
		if (SENT_AS_THEY_ARE.includes(file.type)) return { blob: file, name: file.name };
		throw new ApiError(
			t("“{file}” cannot be opened on this device. Take the picture again, or save it as JPEG.", { file: file.name }),
			415,
		);
	}
	const share = Math.min(1, LONGEST / Math.max(source.width, source.height));
	const canvas = document.createElement("canvas");
	canvas.width = Math.max(1, Math.round(source.width * share));
	canvas.height = Math.max(1, Math.round(source.height * share));
	const pen = canvas.getContext("2d");
	if (!pen) return { blob: file, name: file.name };
	pen.fillStyle = "#fff"; // JPEG has no transparency
	pen.fillRect(0, 0, canvas.width, canvas.height);
	pen.drawImage(source, 0, 0, canvas.width, canvas.height);
	if ("close" in source) source.close();
	let blob: Blob | null = null;
	for (const quality of QUALITIES) {
		blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
		if (!blob || blob.size <= ENOUGH) break;
	}
	if (!blob) return { blob: file, name: file.name };
	return { blob, name: `${file.name.replace(/\.[^.]*$/, "") || "anh"}.jpg` };
}

async function decoded(file: File): Promise<ImageBitmap | HTMLImageElement | null> {
	try {
		return await createImageBitmap(file, { imageOrientation: "from-image" });
	} catch {
		return asElement(file);
	}
}

/** Safari before 15 has no options for createImageBitmap; its <img> turns pictures by itself. */
function asElement(file: File): Promise<HTMLImageElement | null> {
	return new Promise((resolve) => {
		const url = URL.createObjectURL(file);
		const image = new Image();
		image.onload = () => resolve(image);
		image.onerror = () => resolve(null);
		image.src = url;
		setTimeout(() => URL.revokeObjectURL(url), 20_000);
	});
}
