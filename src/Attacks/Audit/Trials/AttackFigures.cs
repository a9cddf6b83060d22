using Federated.Attacks.Inversion;
using Federated.Learning.Runs;

namespace Federated.Attacks.Audit;

/// <summary>What <c>attack.json</c> holds.</summary>
public sealed record AttackFigures
{
    /// <summary>The attack, the update, and the scores over its images.</summary>
    public required AuditRow Result { get; init; }

    /// <summary>Each reconstruction, the most alike first; without the truth in no order, and with a label only.</summary>
    public required IReadOnlyList<AttackImage> Images { get; init; }

    /// <summary>The attack's objective at what it made.</summary>
    public required double Objective { get; init; }

    /// <summary>Evaluations of the objective, over all restarts.</summary>
    public required long Evaluations { get; init; }

    /// <summary>Which restart found it, 0-based.</summary>
    public required int Restart { get; init; }

    /// <summary>Where between w0 and wT the gradient was taken at last; null for attacks without a surrogate.</summary>
    public double? Alpha { get; init; }

    /// <summary>Settings of the attack.</summary>
    public required InversionOptions Settings { get; init; }

    /// <summary>Versions of what computed it.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = RunVersions.Current;

    /// <summary>Collects the figures.</summary>
    public static AttackFigures Of(TrialResult result) => new()
    {
        Result = result.Row,
        Images = result.Score is { } score
            ?
            [
                .. score.Images.OrderByDescending(image => image.Psnr).Select(image => new AttackImage(
                    image.Reconstruction, result.Made.Labels[image.Reconstruction], image.Original, result.Trial.Case.Labels![image.Original], image.Psnr, image.Ssim)),
            ]
            : [.. result.Made.Labels.Select((label, i) => new AttackImage(i, label, null, null, null, null))],
        Objective = result.Made.Objective,
        Evaluations = result.Made.Evaluations,
        Restart = result.Made.Restart,
        Alpha = result.Made.Alpha,
        Settings = result.Trial.Options,
    };
}
