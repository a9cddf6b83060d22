using System.Reflection;
using Federated.Learning.Algorithms;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Experiments;
using Federated.Learning.Experiments.Binding;
using Xunit;

namespace Federated.Learning.Tests.Experiments;

public class ExperimentFileTests
{
    private static readonly OptionsCatalogue _catalogue = new();

    [Fact]
    public void The_smallest_file_names_an_algorithm()
    {
        var experiment = Parse("algorithm: fedspeed");

        Assert.Equal("fedspeed", experiment.Algorithm.Name);
        Assert.Equal(new LocalOptions(), experiment.Local);
        Assert.IsType<DirichletPartitionOptions>(experiment.Partition);
    }

    [Fact]
    public void A_file_without_an_algorithm_is_refused() =>
        Assert.StartsWith(
            "run.yaml:1: algorithm: required but missing; expected a mapping with the key name, one of ",
            Assert.Throws<InputException>(() => Parse("rounds: 3")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Models_and_variants_can_be_given_as_a_word()
    {
        var experiment = Parse("algorithm: fedspeed\nmodel: lenet\ndata: fashion-mnist-mini\npartition: dirichlet");

        Assert.Equal("lenet", experiment.Model.Name);
        Assert.Equal("fashion-mnist-mini", experiment.Data.Name);
        Assert.Equal("dirichlet", experiment.Partition.Kind);
    }

    [Fact]
    public void One_file_serves_a_sweep_over_algorithms()
    {
        const string File = "algorithm:\n  name: fedspeed\n  prox_strength: 0.01\n  rho: 0.2\n";

        Assert.Equal(new FedSpeedOptions { ProxStrength = 0.01, Rho = 0.2 }, Parse(File).Algorithm);
        Assert.Equal(new FedAvgOptions(), Parse(File, "algorithm.name=fedavg").Algorithm);
        Assert.Equal(new FedDynOptions { ProxStrength = 0.01 }, Parse(File, "algorithm.name=feddyn").Algorithm);
    }

    [Fact]
    public void A_missing_file_is_refused_by_its_name()
    {
        using var folder = new TemporaryFolder();
        foreach (var path in new[] { folder.File("none.yaml"), folder.Path, "" })
        {
            var e = Assert.Throws<InputException>(() => ExperimentFile.Load(path, []));
            Assert.StartsWith($"{path}: cannot be read; expected a UTF-8 YAML file", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_byte_order_mark_is_skipped()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("run.yaml"), [0xEF, 0xBB, 0xBF, .. "algorithm: fedspeed"u8]);

        Assert.Equal("fedspeed", ExperimentFile.Load(folder.File("run.yaml"), []).Algorithm.Name);
    }

    [Fact]
    public void Every_property_of_every_options_record_can_be_read()
    {
        foreach (var key in OptionsRecords.All().SelectMany(record => _catalogue.Shape(record).Keys))
        {
            var type = key.Value.Type;
            while (type.IsArray)
            {
                type = type.GetElementType()!;
            }

            Assert.True(
                ScalarReader.Reads(type) || OptionsCatalogue.IsRecord(type),
                $"{key.Property.DeclaringType}.{key.Property.Name} is a {type}, which experiment files do not support");
        }
    }

    [Fact]
    public void Every_default_is_one_that_is_accepted()
    {
        foreach (var record in OptionsRecords.All())
        {
            var usual = OptionsRecords.Fill(record);
            foreach (var key in _catalogue.Shape(record).Keys.Where(key => !key.Required && key.Value.Accepts is not null && !key.Value.Type.IsArray))
            {
                var value = key.Property.GetValue(usual);
                Assert.True(
                    value is null || key.Value.Accepts!.Contains(Convert.ToDouble(value, null)),
                    $"{record.Name}.{key.Property.Name} = {value} is outside {key.Value.Accepts!.Text}");
            }
        }
    }

    [Fact]
    public void Every_variant_has_the_name_that_chooses_it()
    {
        foreach (var record in OptionsRecords.All())
        {
            var names = record.GetCustomAttributes<VariantAttribute>(inherit: false).Select(variant => variant.Name).ToList();
            Assert.All(names, name => Assert.Contains(
                record.GetProperties(),
                property => Equals(property.GetValue(OptionsRecords.Fill(record, name)), name)));
        }
    }

    [Fact]
    public void An_experiment_with_any_variant_reads_back_as_it_was_written()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("experiment.yaml");
        var count = 0;
        foreach (var key in _catalogue.Shape(typeof(Experiment)).Keys)
        {
            foreach (var variant in _catalogue.Variants(key.Value.Type)?.All ?? [])
            {
                var experiment = OptionsRecords.Valid();
                key.Property.SetValue(experiment, OptionsRecords.Fill(variant.Type, variant.Name));
                ExperimentFile.Write(experiment, path);

                var text = File.ReadAllText(path);
                var again = OptionsReader.Read<Experiment>(text, path, [], _ => []);

                Assert.True(DeepEqual.Check(experiment, again), text);
                Assert.Contains($": {variant.Name}\n", text, StringComparison.Ordinal);
                count++;
            }
        }

        Assert.True(count >= 6);
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_quadratic_task_reads_back_as_it_was_written()
    {
        var experiment = OptionsRecords.Valid() with
        {
            Task = TaskKind.Quadratic,
            Quadratic = new QuadraticOptions
            {
                Start = [1, -1],
                Clients = [new QuadraticClient { A = [[2, 0.1], [0.1, 1.0 / 3]], B = [1e-300, -0.0] }],
            },
            Cohort = new ExplicitCohortOptions { Rounds = [[0], [0]] },
            Local = new LocalOptions { ClipNorm = double.PositiveInfinity, Steps = 5 },
        };
        using var writer = new StringWriter();
        ExperimentFile.Write(experiment, writer);

        Assert.True(DeepEqual.Check(experiment, Parse(writer.ToString())));
        Assert.Contains("    - a: [[2, 0.1], [0.1, 0.3333333333333333]]\n      b: [1.0E-300, -0]\n", writer.ToString(), StringComparison.Ordinal);
    }

    private static Experiment Parse(string text, params string[] overrides) => ExperimentFile.Parse(text, "run.yaml", overrides);
}
