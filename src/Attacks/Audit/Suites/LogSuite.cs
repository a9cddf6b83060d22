using Federated.Attacks.Metrics;
using Federated.Attacks.SharedSeed;
using Federated.Attacks.Transcripts;
using Federated.Learning;
using Federated.Learning.Randomness;
using static System.FormattableString;

namespace Federated.Attacks.Audit;

/// <summary>
/// What an audit of a shared-seed run tries: the log's own bytes, and how many bytes about one image would be enough to give it away, with the run's
/// directions, weights and rounding.
/// </summary>
internal sealed class LogSuite(AuditTarget target, AuditOptions options, AuditFindings findings, TimeProvider time)
    : AuditSuite(target, options, findings, time)
{
    /// <summary>Most bytes that a fit takes at once: its matrix has a row for each.</summary>
    private const int MostBytes = 4000;

    private static readonly double[] _quick = [0.125, 0.5, 1.0, 2.0];
    private static readonly double[] _full = [0.0625, 0.125, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0];

    /// <inheritdoc/>
    public override string Adversary => "Anybody with the log";

    /// <inheritdoc/>
    protected override void Fill()
    {
        var machine = Enumerable.Range(0, Target.Transcript.Index.Clients).Where(client => Target.TruthOf(1, client) is not null).DefaultIfEmpty(-1).MinBy(client => Target.TruthOf(1, client)?.Labels.Length ?? 0);
        if (machine < 0)
        {
            throw new InputException($"{Target.Transcript.Folder}: the machines' samples were not written, so that what a log gives away cannot be judged; expected a run recorded with truth: true");
        }

        Audited = [1];
        var truth = Target.TruthOf(1, machine)!;
        var pixels = Target.Transcript.Network.Input.Size;
        var all = new Lazy<IReadOnlyList<SealedProjection>>(() => SealedProjections.Of(Target.Transcript, (ushort)machine, MostBytes));
        Own(machine, truth, pixels, all);
        foreach (var share in Options.Suite == SuiteKind.Quick ? _quick : _full)
        {
            WhatIf(truth, pixels, (int)(share * pixels), all);
        }
    }

    /// <summary>The bytes as they are: all about the same samples only where a machine's mini-batch is all that it has.</summary>
    private void Own(int machine, TrueSamples truth, int pixels, Lazy<IReadOnlyList<SealedProjection>> all)
    {
        var (n, batch) = (truth.Labels.Length, Target.Experiment.Local.BatchSize);
        if (n > batch)
        {
            Leave(Invariant($"the log's own bytes about machine {machine}: hopeless, every round is about another mini-batch of {batch} of its {n} samples, which are {batch * pixels} numbers, and the bytes of one round are too few to tell of them"));
            return;
        }

        Do($"the log's own bytes about machine {machine}", stop =>
        {
            var (view, picture) = Attack(Invariant($"{all.Value.Count} bytes of machine {machine} about its {n} samples"), all.Value, truth.Pixels, truth.Labels, stop);
            return audit => audit with { Log = [.. audit.Log, view], Pictures = [.. audit.Pictures, picture] };
        });
    }

    /// <summary>One image, as if it were all that the machine has: the log's directions, weights and rounding, and the numbers that the image would have made.</summary>
    private void WhatIf(TrueSamples truth, int pixels, int bytes, Lazy<IReadOnlyList<SealedProjection>> all) => Do($"{bytes} bytes about one image", stop =>
    {
        var projections = all.Value.Take(bytes).ToArray();
        float[] image = [.. truth.Pixels.AsSpan(0, pixels)];
        var inputs = image.ToArray();
        Target.Transcript.Normalisation.Apply(inputs, Target.Transcript.Network.Input);
        var told = Told(projections, inputs, truth.Labels[0]);
        var (view, picture) = Attack(Invariant($"{projections.Length} bytes about one image of {pixels} pixels"), told, image, [truth.Labels[0]], stop);
        return audit => audit with
        {
            Log = [.. audit.Log, view with { Level = projections.Length, Note = projections.Length < pixels ? "fewer bytes than pixels" : "as many bytes as pixels, or more" }],
            Pictures = [.. audit.Pictures, picture],
        };
    });

    private SealedProjection[] Told(SealedProjection[] projections, float[] inputs, int label)
    {
        using var fit = new ProjectionFit(Target.Transcript.Network, projections, [label], workers: 1);
        var residuals = fit.Residuals(MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(inputs.Length, i => inputs[i]), null);
        var rounding = new KeyedStream(Options.Seed, Purpose.ProjectionStart, projections.Length, 1);
        return [.. projections.Select((projection, j) => projection with { Value = projection.Value + (projection.Deviation * (residuals[j] + rounding.NextGaussian())) })];
    }

    private (AuditView View, AuditPicture Worst) Attack(string what, IReadOnlyList<SealedProjection> projections, float[] originals, int[] labels, CancellationToken stop)
    {
        var (network, normalisation) = (Target.Transcript.Network, Target.Transcript.Normalisation);
        var made = ProjectionInversion.Run(network, normalisation, projections, labels, new ProjectionOptions(), Options.Seed, stop);
        var score = new ReconstructionScorer(network.Input, normalisation, new ScoreOptions { Success = Options.SuccessPsnr }).Score(originals, labels, made);
        var (worst, size) = (score.Worst, network.Input.Size);
        return (new AuditView { What = what, Score = AuditScore.Of(score) }, new AuditPicture
        {
            Attack = Invariant($"{projections.Count} bytes"),
            Round = 1,
            Client = 0,
            Label = TrialResult.NameOf(labels[worst.Original], ClassNames.Of(Target.Experiment.Data.Name)),
            Psnr = worst.Psnr,
            Ssim = worst.Ssim,
            Original = Pictures.Encode(originals.AsSpan(worst.Original * size, size), network.Input),
            Reconstruction = Pictures.Encode(UnitPixels.From(made.Inputs, network.Input, normalisation).AsSpan(worst.Reconstruction * size, size), network.Input),
        });
    }
}
