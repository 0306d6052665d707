using System.Linq;
using System.Xml.Linq;
using NUnit.Framework;
using Results.Figures;
using Results.Recording;
using SkiaSharp;
using static Tests.Results.SampleRun;

namespace Tests.Results;

public class FigureDrawingTests
{
    private static readonly TimeFigure _rates = NicRatesFigure.Of(FourPhases())!;

    [Test]
    public void The_SVG_holds_all_the_words_as_text()
    {
        XElement svg = XElement.Parse(TimeFigureRenderer.Svg(_rates));
        string[] texts = [.. svg.Descendants().Where(element => element.Name.LocalName == "text")
            .Select(element => element.Value.Trim())];

        Assert.That(texts, Is.SupersetOf(new[]
        {
            "Push: outgoing rate", "Client: incoming rate", "nic1", "nic2", "all up", "isp2 blocked", "isp1 blocked",
            "block isp2", "unblock isp2, block isp1", "unblock isp1", "Mbit/s", "time in s", "0", "100",
        }));
    }

    [Test]
    public void The_SVG_scales_and_falls_back_to_plain_typefaces()
    {
        XElement svg = XElement.Parse(TimeFigureRenderer.Svg(_rates));

        Assert.That(svg.Attribute("viewBox")?.Value, Is.EqualTo($"0 0 720 {svg.Attribute("height")?.Value}"));
        Assert.That(
            svg.Descendants().Attributes("font-family").Select(attribute => attribute.Value),
            Is.All.EqualTo("Inter, Helvetica, Arial, sans-serif"));
    }

    [Test]
    public void Nothing_but_lines_and_words_is_black_in_the_SVG()
    {
        XElement svg = XElement.Parse(TimeFigureRenderer.Svg(_rates));

        // A shape without a fill of its own is black in SVG.
        Assert.That(
            svg.Descendants()
                .Where(element => element.Name.LocalName == "rect" && element.Parent!.Name.LocalName != "clipPath")
                .Select(element => element.Attribute("fill")?.Value),
            Has.None.Null);
    }

    [Test]
    public void The_PNG_is_print_size_white_and_has_words_in_it_on_a_machine_without_fonts_too()
    {
        using SKBitmap png = SKBitmap.Decode(TimeFigureRenderer.Png(_rates));

        Assert.That(png.Width, Is.EqualTo(1800));
        Assert.That(png.GetPixel(2, 2), Is.EqualTo(SKColors.White));

        // The title of the first panel: left margin 56, baseline at 24, 15 pixels high; all of it 2.5 times as large.
        int inked = 0;
        for (int x = 140; x < 480; x++)
        {
            for (int y = 28; y < 68; y++)
            {
                inked += png.GetPixel(x, y).Red < 100 ? 1 : 0;
            }
        }

        Assert.That(inked, Is.InRange(1000, 8000));
    }

    [Test]
    public void Every_series_has_its_own_colour_and_width_in_the_picture()
    {
        using SKBitmap png = SKBitmap.Decode(TimeFigureRenderer.Png(_rates));
        SKColor blue = new(0x00, 0x72, 0xB2);
        SKColor vermilion = new(0xD5, 0x5E, 0x00);

        Assert.That(png.Pixels.Count(pixel => pixel == blue), Is.GreaterThan(2000));
        Assert.That(png.Pixels.Count(pixel => pixel == vermilion), Is.GreaterThan(1000));
    }

    [Test]
    public void The_same_run_gives_the_same_picture()
    {
        byte[] again = TimeFigureRenderer.Png(NicRatesFigure.Of(FourPhases())!);

        Assert.That(again, Is.EqualTo(TimeFigureRenderer.Png(_rates)));
    }

    [Test]
    public void A_run_in_which_nothing_was_sent_can_be_drawn()
    {
        RunRecord run = NicsOnly();
        TimeFigure silent = new()
        {
            FileName = "silent",
            Description = "Nothing.",
            EndSeconds = run.Duration.Seconds,
            Phases = [],
            Events = [],
            Panels =
            [
                new FigurePanel { Title = "Zeros", YLabel = "Mbit/s", Series = [new("n", [0, 1], [0, 0])] },
                new FigurePanel { Title = "No lines", YLabel = "Mbit/s", Series = [] },
            ],
        };

        Assert.That(TimeFigureRenderer.Svg(silent), Does.Contain("No lines"));
    }
}
