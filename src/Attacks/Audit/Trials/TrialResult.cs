using Federated.Attacks.Metrics;

namespace Federated.Attacks.Audit;

/// <summary>What came out of a trial.</summary>
/// <param name="Trial">what was tried</param>
/// <param name="Row">its line in tables</param>
/// <param name="Made">what the attack made</param>
/// <param name="Score">beside the truth; null without it</param>
public sealed record TrialResult(Trial Trial, AuditRow Row, Reconstruction Made, ReconstructionScore? Score)
{
    /// <summary>The reconstructions in [0, 1], one after the other, channels first.</summary>
    public float[] Pixels => UnitPixels.From(Made.Inputs, Trial.Case.Shape, Trial.Case.Observation.Normalisation);

    /// <summary>Originals beside reconstructions, the most alike first.</summary>
    /// <param name="most">how many</param>
    /// <param name="classNames">what classes are called; null: by their numbers</param>
    public IReadOnlyList<AuditPicture> Show(int most, IReadOnlyList<string>? classNames)
    {
        if (Score is null)
        {
            return [];
        }

        var (pixels, shape) = (Pixels, Trial.Case.Shape);
        return
        [
            .. Score.Images.OrderByDescending(image => image.Psnr).Take(most).Select(image => new AuditPicture
            {
                Attack = Row.Attack,
                Round = Row.Round,
                Client = Row.Client,
                Defence = Row.Strength,
                Attacker = Row.Attacker,
                Label = NameOf(Trial.Case.Labels![image.Original], classNames),
                Psnr = image.Psnr,
                Ssim = image.Ssim,
                Original = Pictures.Encode(Trial.Case.Original(image.Original), shape),
                Reconstruction = Pictures.Encode(pixels.AsSpan(image.Reconstruction * shape.Size, shape.Size), shape),
            }),
        ];
    }

    /// <summary>All reconstructions as one PNG file, each below its original where there is one, the most alike first.</summary>
    public byte[] Grid()
    {
        var (pixels, shape) = (Pixels, Trial.Case.Shape);
        var pairs = Score is null
            ? Enumerable.Range(0, pixels.Length / shape.Size).Select(i => ((float[]?)null, pixels[(i * shape.Size)..((i + 1) * shape.Size)]))
            : Score.Images.OrderByDescending(image => image.Psnr).Select(image => (
                (float[]?)Trial.Case.Original(image.Original).ToArray(),
                pixels[(image.Reconstruction * shape.Size)..((image.Reconstruction + 1) * shape.Size)]));
        return Pictures.Grid([.. pairs], shape);
    }

    /// <summary>What a class is called.</summary>
    internal static string NameOf(int label, IReadOnlyList<string>? classNames) => classNames?.ElementAtOrDefault(label) ?? $"class {label}";
}
