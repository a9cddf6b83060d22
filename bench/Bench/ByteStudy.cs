using System.Globalization;
using Federated.Attacks.Metrics;
using Federated.Attacks.SharedSeed;
using Federated.Attacks.Transcripts;
using Federated.Learning.Data;
using Federated.Learning.Data.Arrays;
using Federated.Learning.Data.Embedded;
using Federated.Learning.Data.NumPy;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Experiments;
using Federated.Learning.Models;
using Federated.Learning.ZerothOrder;
using Federated.Tests;

namespace Federated.Bench;

/// <summary>How many bytes about one image give it away: a log of machines with one image each, and fits to more and more of its numbers.</summary>
internal sealed class ByteStudy : IDisposable
{
    private const int Machines = 10;
    private const int Directions = 8;
    private const ushort Victim = 3;

    private static readonly double[] _shares = [0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0];

    private readonly string _root = Directory.CreateTempSubdirectory("fed-bytes-").FullName;
    private readonly StudyTable _table = new(
        "PSNR in dB by numbers about the image, as a multiple of its pixels",
        [.. _shares.Select(share => share.ToString("0.##", CultureInfo.InvariantCulture))]);

    public static void Run((string Model, int Side)[] subjects, ulong[] seeds)
    {
        using var study = new ByteStudy();
        foreach (var (model, side) in subjects)
        {
            foreach (var seed in seeds)
            {
                foreach (var code in new[] { GradientCode.Byte, GradientCode.Float32 })
                {
                    study.Measure(model, side, seed, code);
                }
            }
        }

        study._table.Print();
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Measure(string model, int side, ulong seed, GradientCode code)
    {
        var transcript = Record(model, side, seed, code);
        var truth = GroundTruth.Open(transcript.Folder).Of(1, Victim);
        var numbers = SealedProjections.Of(transcript, Victim);
        foreach (var (prior, deviation) in code == GradientCode.Byte ? new[] { ("", double.PositiveInfinity), (", smooth", 0.5) } : [("", double.PositiveInfinity)])
        {
            var options = new ProjectionOptions { NeighbourDeviation = deviation, Workers = 2, Restarts = 0 };
            var row = _shares.Select(share =>
            {
                var used = numbers.Take((int)(share * side * side)).ToList();
                var made = ProjectionInversion.Run(transcript.Network, transcript.Normalisation, used, truth.Labels, options, seed, CancellationToken.None);
                var scorer = new ReconstructionScorer(transcript.Network.Input, transcript.Normalisation, new ScoreOptions());
                return scorer.Score(truth.Pixels, truth.Labels, made).Psnr.Mean;
            }).ToArray();
            var name = $"{model} {side}x{side} (d = {transcript.Index.Dimension}), {(code == GradientCode.Byte ? "bytes" : "float32")}{prior}";
            Console.Error.WriteLine($"{name}, seed {seed}: {string.Join(" ", row.Select(psnr => psnr.ToString("0.0", CultureInfo.InvariantCulture)))}");
            _table.Add(name, row);
        }
    }

    private Transcript Record(string model, int side, ulong seed, GradientCode code)
    {
        var folder = Path.Combine(_root, $"{model}-{side}-{seed}-{code}");
        var experiment = new Experiment
        {
            Seed = seed,
            Rounds = (2 * side * side / Directions) + 1,
            Algorithm = new OneByteOptions { Code = code, Samples = Directions, CheckEvery = 1_000_000 },
            Data = new ArraysOptions { Path = Images(side, seed), Classes = 10, Mean = [0.2860], Std = [0.3530] },
            Partition = new IidPartitionOptions { Clients = Machines },
            Model = new ModelOptions { Name = model },
            Local = new LocalOptions { BatchSize = 1, LearningRate = 1e-3, LearningRateDecay = 1.0, WeightDecay = 0.0 },
            Evaluation = new EvaluationOptions { Every = 1_000_000 },
            Record = new RecordOptions(),
        };
        return RecordedRuns.Execute(experiment, folder);
    }

    /// <summary>Images that are built in, other ones for each seed, made smaller by means over squares.</summary>
    private string Images(int side, ulong seed)
    {
        var folder = Path.Combine(_root, $"images-{side}-{seed}");
        if (Directory.Exists(folder))
        {
            return folder;
        }

        Directory.CreateDirectory(folder);
        var data = EmbeddedFashionMnist.Load();
        var set = (ImageSet)data.Train;
        int[] chosen = [.. Enumerable.Range((int)(seed % 50) * Machines, Machines)];
        var pixels = new float[Machines * set.Shape.Size];
        set.Gather(chosen, pixels);
        set.Normalisation!.Undo(pixels, set.Shape);
        var small = Shrink(pixels, set.Shape.Height, side);
        foreach (var half in new[] { "train", "test" })
        {
            NpyFile.Write(Path.Combine(folder, $"{half}_x.npy"), (ReadOnlySpan<byte>)small, Machines, 1, side, side);
            NpyFile.Write(Path.Combine(folder, $"{half}_y.npy"), (ReadOnlySpan<int>)(int[])[.. chosen.Select(index => set.Labels[index])], Machines);
        }

        return folder;
    }

    private static byte[] Shrink(float[] pixels, int from, int side)
    {
        var factor = from / side;
        var small = new float[Machines * side * side];
        for (var i = 0; i < small.Length; i++)
        {
            var (image, row, column) = (i / (side * side), i / side % side, i % side);
            for (var k = 0; k < factor * factor; k++)
            {
                small[i] += pixels[(image * from * from) + (((row * factor) + (k / factor)) * from) + (column * factor) + (k % factor)] / (factor * factor);
            }
        }

        return [.. small.Select(pixel => (byte)Math.Clamp(Math.Round(255.0 * pixel), 0.0, 255.0))];
    }
}
